package minibit.cli.command;

import java.math.BigDecimal;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import minibit.cli.frame.Arguments;
import minibit.cli.frame.CliException;
import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.frame.Kind;
import minibit.cli.output.Output;
import minibit.cli.output.Style;
import minibit.cli.transfer.FileChoice;
import minibit.cli.transfer.TorrentSource;
import minibit.cli.transfer.Transfer;
import minibit.cli.transfer.TransferOptions;
import minibit.cli.transfer.WebAddress;
import minibit.core.metainfo.Metainfo;
import minibit.core.swarm.Wishes;
import minibit.daemon.engine.TorrentSpec;
import minibit.daemon.engine.TorrentStatus;
import minibit.daemon.webseed.WebSeedSettings;
import minibit.daemon.webseed.WebSeedUrl;
import org.jspecify.annotations.Nullable;

/** {@code download}: fetches what a torrent file or magnet link names, and verifies it. */
public final class DownloadCommand implements Command {
  private String source = "";
  private final TransferOptions options = new TransferOptions();
  private boolean seed;
  private List<String> select = new ArrayList<>();
  private boolean sequential;
  private List<String> trackers = new ArrayList<>();
  private List<String> webSeeds = new ArrayList<>();
  private boolean noWebSeeds;

  @Override
  public void declare(Arguments arguments) {
    arguments.needed(Kind.NAME, "FILE|MAGNET", value -> source = value);
    options.declare(arguments);
    arguments.flag(on -> seed = on, "--seed");
    arguments.options(Kind.TEXT, "FILES", values -> select = values, "--select");
    arguments.flag(on -> sequential = on, "--sequential");
    arguments.options(WebAddress.TRACKER, "URL", values -> trackers = values, "--tracker");
    arguments.options(WebAddress.SEED, "URL", values -> webSeeds = values, "--webseed");
    arguments.flag(on -> noWebSeeds = on, "--no-webseeds");
  }

  @Override
  public int run(Context context) throws Exception {
    TorrentSource torrent = TorrentSource.read(source);
    FileChoice choice = select.isEmpty() ? torrent.choice() : FileChoice.named(select);
    for (String url : webSeeds) {
      if (WebSeedUrl.parse(url).isEmpty()) {
        throw new CliException(ExitCode.USAGE, "bad-webseed", url);
      }
    }
    options.askWebSeeds(noWebSeeds ? WebSeedSettings.OFF : WebSeedSettings.ON);
    requireWritable(torrent);
    TorrentSpec spec = torrent.spec(options.dir(), options.peers()).withUserWebSeeds(webSeeds);
    if (!trackers.isEmpty()) {
      List<List<String>> tiers = new ArrayList<>(spec.extraTrackers());
      trackers.forEach(url -> tiers.add(List.of(url)));
      spec = spec.withTrackers(tiers);
    }
    Optional<Metainfo> known = torrent.known();
    spec =
        spec.withWishes(
            known.isPresent()
                ? choice.wishes(known.get(), sequential)
                : new Wishes(List.of(), sequential));
    try (Transfer transfer = Transfer.start(context, options, spec)) {
      Late late = new Late();
      if (known.isEmpty() && !choice.isAll()) {
        var unused =
            transfer
                .torrent()
                .metadata()
                .thenAccept(metainfo -> late.choose(transfer, choice, sequential, metainfo));
      }
      int exit = transfer.untilComplete();
      if (late.failure != null) {
        throw late.failure;
      }
      if (exit != ExitCode.OK) {
        return exit;
      }
      tellComplete(context.output(), context, transfer);
      return seed ? transfer.untilInterrupted() : ExitCode.OK;
    }
  }

  /** Said before peers are looked for; what lies there already may be whole, and is only read. */
  private void requireWritable(TorrentSource torrent) throws AccessDeniedException {
    Path dir = options.dir();
    boolean there = torrent.known().filter(it -> Files.exists(dir.resolve(it.name()))).isPresent();
    if (!there && Files.isDirectory(dir) && !Files.isWritable(dir)) {
      throw new AccessDeniedException(dir.toString());
    }
  }

  private void tellComplete(Output output, Context context, Transfer transfer) {
    TorrentStatus status = transfer.torrent().status();
    Path dir = transfer.torrent().folder();
    if (output.isJson()) {
      output.json(
          new Complete(
              "complete",
              status.name(),
              dir.toString(),
              status.total(),
              transfer.seconds(),
              true,
              status.downloaded(),
              status.uploaded(),
              status.wasted()));
    } else {
      String complete =
          context.text(
              "download.complete",
              output.name(dir.resolve(status.name()).toString()),
              output.bytes(status.total()),
              output.seconds(transfer.elapsed()));
      output.line(output.styled(Style.GOOD, complete));
      output.flush();
    }
  }

  /** The event of completion; a shape that scripts rely on. */
  record Complete(
      String event,
      String name,
      String dir,
      long bytes,
      BigDecimal seconds,
      boolean verified,
      long downloaded,
      long uploaded,
      long wasted) {}

  /** The selection of a magnet's files, made when its metadata is there. */
  private static final class Late {
    private volatile @Nullable CliException failure;

    void choose(Transfer transfer, FileChoice choice, boolean sequential, Metainfo metainfo) {
      try {
        transfer.torrent().setWishes(choice.wishes(metainfo, sequential));
      } catch (CliException e) {
        failure = e;
        var unused = transfer.torrent().remove();
      }
    }
  }
}
