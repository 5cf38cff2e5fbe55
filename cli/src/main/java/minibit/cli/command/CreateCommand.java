package minibit.cli.command;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import minibit.cli.frame.Arguments;
import minibit.cli.frame.CliException;
import minibit.cli.frame.Command;
import minibit.cli.frame.Context;
import minibit.cli.frame.ExitCode;
import minibit.cli.frame.Kind;
import minibit.cli.output.Output;
import minibit.cli.transfer.TorrentInput;
import minibit.cli.transfer.WebAddress;
import minibit.core.id.InfoHashes;
import minibit.core.metainfo.BadMetainfo;
import minibit.core.metainfo.Metainfo.Extras;
import minibit.core.metainfo.Metainfo.Version;
import minibit.core.metainfo.TorrentPlan;
import minibit.daemon.disk.CreateException;
import minibit.daemon.disk.SourceTree;
import minibit.daemon.disk.TorrentCreator;
import minibit.daemon.disk.TorrentCreator.Created;
import minibit.daemon.disk.TorrentCreator.Wish;
import org.jspecify.annotations.Nullable;

/** {@code create PATH -o FILE}: makes a torrent of a file or folder. */
public final class CreateCommand implements Command {
  private static final long MAX_PIECE_LENGTH = 128L << 20;

  private Path source = Path.of("");
  private @Nullable Path target;
  private boolean v1;
  private boolean v2;
  private boolean hybrid;
  private @Nullable Long pieceLength;
  private List<String> announce = List.of();
  private List<String> webSeeds = List.of();
  private boolean isPrivate;
  private @Nullable String comment;
  private boolean sign;
  private boolean force;

  @Override
  public void declare(Arguments arguments) {
    arguments.needed(Kind.PATH, "PATH", value -> source = value);
    arguments.option(Kind.PATH, "FILE", value -> target = value, "-o", "--output");
    arguments.flag(on -> v1 = on, "--v1");
    arguments.flag(on -> v2 = on, "--v2");
    arguments.flag(on -> hybrid = on, "--hybrid");
    arguments.option(Kind.SIZE, "N", value -> pieceLength = value, "--piece-length");
    arguments.options(WebAddress.TRACKER, "URL", values -> announce = values, "--announce");
    arguments.options(WebAddress.SEED, "URL", values -> webSeeds = values, "--webseed");
    arguments.flag(on -> isPrivate = on, "--private");
    arguments.option(Kind.TEXT, "TEXT", value -> comment = value, "--comment");
    arguments.flag(on -> sign = on, "--sign");
    arguments.flag(on -> force = on, "--force");
  }

  @Override
  public int run(Context context) throws Exception {
    if (sign) {
      throw new CliException(ExitCode.USAGE, "sign-not-yet");
    }
    Version version = version();
    Wish wish = new Wish(version, chosenPieceLength(), isPrivate, extras());
    Path wanted = target == null ? defaultTarget() : target;
    requireFree(wanted);
    try {
      Created created = create(context, wish, wanted);
      write(wanted, created.torrent());
      report(context, wanted, created);
    } catch (BadMetainfo e) {
      throw TorrentInput.refused(e);
    } catch (CreateException e) {
      throw TorrentInput.refused(e);
    }
    return ExitCode.OK;
  }

  private static void report(Context context, Path wanted, Created created) throws BadMetainfo {
    Output output = context.output();
    for (String path : created.lost()) {
      output.note(context.text("create.left-out", output.name(path)));
    }
    for (String path : created.warnings()) {
      output.note(context.text("create.renamed", output.name(path)));
    }
    if (output.isJson()) {
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put("file", wanted.toString());
      json.putAll(TorrentJson.of(created.metainfo()));
      output.json(json);
      return;
    }
    output.line(context.text("create.done", output.name(wanted.toString())));
    InfoHashes hashes = created.hashes();
    hashes.v1().ifPresent(hash -> output.line("info-hash v1   " + hash.hex()));
    hashes.v2().ifPresent(hash -> output.line("info-hash v2   " + hash.hex()));
  }

  private Version version() throws CliException {
    if ((v1 ? 1 : 0) + (v2 ? 1 : 0) + (hybrid ? 1 : 0) > 1) {
      throw new CliException(ExitCode.USAGE, "one-version");
    }
    if (v1) {
      return Version.V1;
    }
    return v2 ? Version.V2 : Version.HYBRID;
  }

  private int chosenPieceLength() throws CliException {
    if (pieceLength == null) {
      return 0;
    }
    long length = pieceLength;
    if (length < TorrentPlan.MIN_PIECE_LENGTH
        || length > MAX_PIECE_LENGTH
        || Long.bitCount(length) != 1) {
      throw new CliException(ExitCode.USAGE, "piece-length", length);
    }
    return (int) length;
  }

  private Extras extras() {
    return new Extras(
        announce.stream().map(List::of).toList(),
        webSeeds,
        List.of(),
        List.of(),
        Optional.ofNullable(comment),
        Optional.of("minibit"),
        // No date: the same content shall give the same file.
        Optional.empty());
  }

  private Path defaultTarget() {
    Path name = source.toAbsolutePath().normalize().getFileName();
    return Path.of((name == null ? "root" : name) + ".torrent");
  }

  private void requireFree(Path wanted) throws CliException {
    if (Files.isDirectory(wanted)) {
      throw new CliException(ExitCode.FAILURE, "output-is-folder", wanted.toString());
    }
    if (!force && Files.exists(wanted, LinkOption.NOFOLLOW_LINKS)) {
      throw new CliException(ExitCode.FAILURE, "output-exists", wanted.toString());
    }
  }

  private Created create(Context context, Wish wish, Path wanted)
      throws IOException, BadMetainfo, InterruptedException {
    SourceTree tree = TorrentCreator.scan(source, wanted);
    HashProgress progress = new HashProgress(context, tree.size());
    try {
      return TorrentCreator.create(tree, wish, progress::at);
    } finally {
      progress.end();
    }
  }

  private static String reason(FileSystemException e) {
    return e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
  }

  /** Whole or not at all: written beside, then moved into place. */
  private void write(Path wanted, byte[] torrent) throws IOException, CliException {
    Path whole = wanted.toAbsolutePath();
    Path folder = whole.getParent() == null ? whole : whole.getParent();
    Files.createDirectories(folder);
    // A name as long as names may be has no room for more.
    Path part = folder.resolve(".minibit-" + ProcessHandle.current().pid() + ".part");
    try {
      Files.write(part, torrent);
      requireFree(wanted);
      Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE);
    } catch (AccessDeniedException e) {
      throw new AccessDeniedException(wanted.toString());
    } catch (NoSuchFileException e) {
      throw CliException.caused(ExitCode.FAILURE, "write-failed", e, wanted);
    } catch (FileSystemException e) {
      // What it is written to meanwhile is nobody's business.
      throw new FileSystemException(wanted.toString(), null, reason(e));
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
