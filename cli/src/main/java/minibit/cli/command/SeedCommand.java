package minibit.cli.command;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Stack;
import minibit.cli.frame.Arguments;
import minibit.cli.frame.CliException;
import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.frame.HostPort;
import minibit.cli.frame.Kind;
import minibit.cli.output.Output;
import minibit.cli.transfer.LocalTracker;
import minibit.cli.transfer.NewTorrent;
import minibit.cli.transfer.TorrentInput;
import minibit.cli.transfer.Transfer;
import minibit.cli.transfer.TransferOptions;
import minibit.core.id.InfoHash;
import minibit.core.metainfo.Magnet;
import minibit.core.metainfo.Metainfo;
import minibit.daemon.engine.StartMode;
import minibit.daemon.engine.TorrentSpec;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code seed}: serves content that is complete, either of a torrent file, or of plain files made
 * into a torrent here, with a tracker of its own.
 */
public final class SeedCommand implements Command {
  private Path source = Path.of("");
  private final TransferOptions options = new TransferOptions();
  private @Nullable String tracker;
  private @Nullable Path output;

  @Override
  public void declare(Arguments arguments) {
    arguments.needed(Kind.PATH, "FILE|PATH", value -> source = value);
    options.declare(arguments);
    arguments.special(new OptionalAddress(), "IP:PORT", value -> tracker = value, "--tracker");
    arguments.option(Kind.PATH, "FILE", value -> output = value, "-o", "--output");
  }

  @Override
  public int run(Context context) throws Exception {
    if (!Files.exists(source)) {
      throw new NoSuchFileException(source.toString());
    }
    return tracker == null ? seedTorrent(context) : seedPlain(context, tracker);
  }

  private int seedTorrent(Context context) throws Exception {
    if (Files.isDirectory(source)) {
      throw new CliException(ExitCode.USAGE, "seed-needs-tracker", source);
    }
    Metainfo metainfo = TorrentInput.torrent(source);
    TorrentSpec spec =
        TorrentSpec.of(metainfo, options.dir())
            .withPeers(options.peers())
            .withDht(List.of())
            .withStart(StartMode.VERIFY);
    try (Transfer transfer = Transfer.start(context, options, spec)) {
      int exit = transfer.untilChecked();
      if (exit != ExitCode.OK) {
        return exit;
      }
      tell(context, transfer, metainfo, Magnet.of(metainfo), "", null);
      return transfer.untilInterrupted();
    }
  }

  private int seedPlain(Context context, String where) throws Exception {
    Path content = source.toRealPath();
    InetSocketAddress address =
        where.isEmpty()
            ? LocalTracker.defaultAddress(context.environment())
            : new HostPort().convert(where);
    try (LocalTracker server = LocalTracker.start(context, address)) {
      String announce = server.announceUrl();
      context.output().note(context.text("seed.hashing", context.output().name(source.toString())));
      Path except = output == null ? content : output;
      NewTorrent made = NewTorrent.of(content, List.of(announce), except);
      if (output != null) {
        Files.write(output, made.bytes());
      }
      TorrentSpec spec =
          TorrentSpec.of(made.metainfo(), Objects.requireNonNull(content.getParent()))
              .withPeers(options.peers())
              .withDht(List.of())
              .withStart(StartMode.TRUST);
      try (Transfer transfer = Transfer.start(context, options, spec)) {
        int exit = transfer.untilChecked();
        if (exit != ExitCode.OK) {
          return exit;
        }
        tell(context, transfer, made.metainfo(), Magnet.of(made.metainfo()), announce, output);
        return transfer.untilInterrupted();
      }
    }
  }

  private static void tell(
      Context context,
      Transfer transfer,
      Metainfo metainfo,
      Magnet magnet,
      String announce,
      @Nullable Path file)
      throws IOException {
    Output out = context.output();
    Path dir = transfer.torrent().folder();
    if (out.isJson()) {
      out.json(
          new Seeding(
              "seeding",
              metainfo.name(),
              dir.toString(),
              metainfo.contentSize(),
              metainfo.hashes().v1().map(InfoHash::hex).orElse(null),
              metainfo.hashes().v2().map(InfoHash::hex).orElse(null),
              magnet.uri(),
              HostPort.text(transfer.listening()),
              announce.isEmpty() ? null : announce,
              file == null ? null : file.toAbsolutePath().toString()));
      return;
    }
    out.note(
        context.text(
            "seed.serving",
            out.name(metainfo.name()),
            out.bytes(metainfo.contentSize()),
            HostPort.text(transfer.listening())));
    if (!announce.isEmpty()) {
      out.note(context.text("seed.tracker", announce));
    }
    out.line(magnet.uri());
    out.flush();
  }

  /** The event once it serves; a shape that scripts rely on. */
  record Seeding(
      String event,
      String name,
      String dir,
      long bytes,
      @Nullable String infoHashV1,
      @Nullable String infoHashV2,
      String magnet,
      String listen,
      @Nullable String tracker,
      @Nullable String torrent) {}

  /** Takes the next argument only if it is an address, so that {@code --tracker PATH} works. */
  static final class OptionalAddress implements IParameterConsumer {
    @Override
    public void consumeParameters(Stack<String> args, ArgSpec option, CommandSpec command) {
      boolean address = !args.isEmpty() && args.peek().matches("(.*[^:]|\\[.*])?:\\d{1,5}");
      option.setValue(address ? args.pop() : "");
    }
  }
}
