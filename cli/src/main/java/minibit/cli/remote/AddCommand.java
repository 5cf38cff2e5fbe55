package minibit.cli.remote;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.transfer.TorrentInput;
import minibit.cli.view.TransferTables;
import minibit.core.metainfo.Magnet;
import minibit.daemon.api.model.Transfer;
import minibit.daemon.api.model.TransferRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code add FILE|MAGNET|URL}: gives the daemon any torrent to fetch, of the group or not. */
@CommandLine.Command(name = "add")
public final class AddCommand implements Command {
  @Parameters(paramLabel = "FILE|MAGNET|URL")
  private String source;

  @Option(names = "--out", paramLabel = "DIR")
  private @Nullable Path out;

  @Option(names = "--paused")
  private boolean paused;

  @Option(names = "--wait")
  private boolean wait;

  @Override
  public int run(Context context) throws Exception {
    Transfer transfer = context.daemon().fetch(request().paused(paused));
    if (wait && !paused) {
      return new TransferWatch(context).untilComplete(transfer.id());
    }
    if (context.output().isJson()) {
      context.output().json(transfer);
    } else {
      context
          .output()
          .line(
              context.text(
                  "transfer.is",
                  context.output().name(transfer.name()),
                  TransferTables.state(context, transfer.state())));
    }
    return ExitCode.OK;
  }

  /** A bad file or link is told here, where the file is, with what is wrong in it. */
  private TransferRequest request() throws Exception {
    Optional<String> folder = GetCommand.folder(out);
    if (Magnet.isMagnet(source)) {
      TorrentInput.magnet(source);
      return TransferRequest.magnet(source, folder);
    }
    if (source.startsWith("http://") || source.startsWith("https://")) {
      // The daemon asks: it has its rules for whom, and may be elsewhere.
      return TransferRequest.url(source, folder);
    }
    Path file = Path.of(source);
    TorrentInput.torrent(file);
    return TransferRequest.torrent(Files.readAllBytes(file), folder);
  }
}
