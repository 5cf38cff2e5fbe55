package minibit.cli.remote;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import minibit.cli.frame.Arguments;
import minibit.cli.frame.CliException;
import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.frame.Kind;
import minibit.daemon.api.model.MagnetLink;
import minibit.daemon.api.model.TorrentFile;
import org.jspecify.annotations.Nullable;

/** {@code export NAME-OR-ID}: a content of the group as a torrent file or link for any client. */
public final class ExportCommand implements Command {
  /** File systems take 255 bytes of a name; this many characters of three bytes each fit. */
  private static final int LONGEST = 80;

  private String named = "";
  private boolean magnet;
  private @Nullable Path file;
  private boolean force;

  @Override
  public void declare(Arguments arguments) {
    arguments.needed(Kind.TEXT, "NAME|ID", value -> named = value);
    arguments.flag(on -> magnet = on, "--magnet");
    arguments.option(Kind.PATH, "FILE", value -> file = value, "-o", "--output");
    arguments.flag(on -> force = on, "--force");
  }

  @Override
  public int run(Context context) throws Exception {
    if (magnet && file != null) {
      throw new CliException(ExitCode.USAGE, "magnet-to-file");
    }
    return magnet ? link(context) : torrent(context);
  }

  private int link(Context context) throws CliException {
    MagnetLink link = Choice.with(context, named, context.daemon()::magnet);
    if (context.output().isJson()) {
      context.output().json(link);
    } else {
      context.output().line(link.magnet());
    }
    return ExitCode.OK;
  }

  private int torrent(Context context) throws Exception {
    TorrentFile torrent = Choice.with(context, named, context.daemon()::torrent);
    Path target = file == null ? Path.of(safe(torrent.name())) : file;
    write(target, torrent.bytes());
    if (context.output().isJson()) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("file", target.toAbsolutePath().normalize().toString());
      json.put("bytes", torrent.bytes().length);
      context.output().json(json);
    } else {
      context.output().line(context.text("create.done", context.output().name(target.toString())));
    }
    return ExitCode.OK;
  }

  /** Written beside it first, so that whoever reads the name reads a whole file. */
  private void write(Path target, byte[] bytes) throws Exception {
    // A name as long as names may be has no room for more.
    Path part = target.resolveSibling(".minibit-" + ProcessHandle.current().pid() + ".part");
    Files.write(part, bytes);
    try {
      if (force) {
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
      } else {
        Files.move(part, target);
      }
    } catch (FileAlreadyExistsException e) {
      throw new CliException(ExitCode.FAILURE, "output-exists", target);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** A name from elsewhere as a file name here: no folders, nothing hidden, not too long. */
  static String safe(String name) {
    String plain =
        name.replaceAll("\\.torrent$", "")
            .replaceAll("[\\p{Cntrl}\\p{Cf}/\\\\:*?\"<>|]", "_")
            .replaceFirst("^[.\\s]+", "_");
    int end =
        plain.offsetByCodePoints(0, Math.min(LONGEST, plain.codePointCount(0, plain.length())));
    return (plain.isBlank() ? "content" : plain.substring(0, end)) + ".torrent";
  }
}
