package minibit.cli.remote;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import minibit.cli.frame.Arguments;
import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.frame.Kind;
import minibit.cli.transfer.TorrentInput;
import minibit.cli.view.TransferTables;
import minibit.core.metainfo.Magnet;
import minibit.daemon.api.model.Transfer;
import minibit.daemon.api.model.TransferRequest;
import org.jspecify.annotations.Nullable;

/** {@code add FILE|MAGNET|URL}: gives the daemon any torrent to fetch, of the group or not. */
public final class AddCommand implements Command {
  private String source = "";
  private @Nullable Path out;
  private boolean paused;
  private boolean wait;

  @Override
  public void declare(Arguments arguments) {
    arguments.needed(Kind.TEXT, "FILE|MAGNET|URL", value -> source = value);
    arguments.option(Kind.PATH, "DIR", value -> out = value, "--out");
    arguments.flag(on -> paused = on, "--paused");
    arguments.flag(on -> wait = on, "--wait");
  }

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
