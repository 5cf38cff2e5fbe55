package minibit.daemon.fetch.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import minibit.core.id.PiecesRoot;
import minibit.core.metainfo.Metainfo;
import minibit.core.metainfo.TorrentFile;
import minibit.core.words.Sentence;
import minibit.daemon.disk.ContentVerifier;
import minibit.daemon.engine.ContentGuard;
import minibit.daemon.engine.Torrent;
import minibit.daemon.engine.TorrentStatus;
import minibit.daemon.fetch.model.FetchException;
import minibit.daemon.fetch.model.Signature;
import minibit.daemon.fetch.store.TransferRow.Origin;
import minibit.daemon.fetch.store.TransferRow.Standing;
import minibit.daemon.share.LocalContent;
import minibit.daemon.share.ShareException;
import minibit.group.member.ShareBook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of the files of transfers: handed to the shares, or copied. May wait. */
public final class FetchedFiles {
  private static final Logger LOG = LoggerFactory.getLogger(FetchedFiles.class);

  /** Files that are looked at after every read: a look takes microseconds. */
  private static final int MAX_GUARDED = 32;

  /** Copied without a look whether it is still wanted: milliseconds, on a slow disk a tenth. */
  private static final long COPIED_AT_ONCE = 8L << 20;

  private static final String NOT_SHARED = "not-shared";

  private final LocalContents contents;

  /** Of transfers whose contents these shares take over. */
  public FetchedFiles(LocalContents contents) {
    this.contents = contents;
  }

  /** Refuses a folder in which nothing can be made. */
  public static void check(Path folder) {
    Path existing = folder;
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    if (existing == null || !Files.isDirectory(existing) || !Files.isWritable(existing)) {
      throw new FetchException(
          FetchException.Code.BAD_FOLDER,
          Sentence.of("unwritable", "nothing can be written in {0}", folder));
    }
  }

  /**
   * What became of files that are whole.
   *
   * @param next as what their transfer is complete now; empty: it stays as it is
   * @param notShared why the shares did not take them, if they did not
   */
  public record Handed(Optional<Standing> next, Optional<TorrentStatus.Problem> notShared) {}

  /**
   * A torrent is whole: its files go to the shares and are watched from now on.
   *
   * @param again whether it was whole before: the shares have its files, unless it is a content of
   *     the group, which is looked at anew
   * @throws ShareException if they cannot be taken now
   */
  public Handed handOver(
      Torrent whole, Origin origin, Path place, Metainfo torrent, boolean again) {
    if (origin instanceof Origin.Content(PiecesRoot root, Signature signature)) {
      Optional<LocalContent> known =
          known(place, torrent, whole.pieceLayer(root), signature.forBook());
      known.ifPresent(content -> whole.guard(() -> contents.stillSame(content)));
      return new Handed(Optional.of(Standing.COMPLETE), share(place, () -> adopt(place, known)));
    }
    whole.guard(guard(place, torrent));
    if (again) {
      return new Handed(Optional.empty(), Optional.empty());
    }
    return new Handed(Optional.of(Standing.WANTED), share(place, () -> adoptAll(place, torrent)));
  }

  /** Shares what is whole, if there is room; nothing is written there any more either way. */
  private Optional<TorrentStatus.Problem> share(Path place, Runnable adopting) {
    Optional<TorrentStatus.Problem> refused = Optional.empty();
    try {
      adopting.run();
    } catch (ShareException e) {
      if (e.code() != ShareException.Code.TOO_MANY_SHARES) {
        throw e;
      }
      LOG.warn("{} is whole and not shared: {}", place, e.getMessage());
      refused =
          Optional.of(
              new TorrentStatus.Problem(
                  NOT_SHARED,
                  Sentence.of(
                      "share-around", "{0}: share the folder around it instead", e.sentence())));
    }
    contents.release(place);
    return refused;
  }

  /**
   * What is known of a fetched content of the group.
   *
   * @param layer its piece layer, if peers gave it
   * @return empty if it must be read first
   */
  private static Optional<LocalContent> known(
      Path file, Metainfo torrent, Optional<byte[]> layer, Optional<ShareBook.Proof> proof) {
    try {
      return LocalContent.fetched(file, torrent, layer, proof);
    } catch (IOException e) {
      LOG.warn("{} is fetched and cannot be looked at", file, e);
      return Optional.empty();
    }
  }

  private void adopt(Path file, Optional<LocalContent> known) {
    known.ifPresentOrElse(content -> contents.adopt(file, content), () -> contents.adopt(file));
  }

  /** The files of another torrent are whole. */
  private void adoptAll(Path place, Metainfo torrent) {
    for (Path file : files(place, torrent)) {
      // Files that the user did not want are not there.
      if (Files.exists(file)) {
        contents.adopt(file);
      }
    }
  }

  /**
   * Whether all of a torrent's content lies in a folder, under the torrent's own name.
   *
   * @param unwanted whether nobody wants to know any more; asked often, from any thread
   * @throws CancellationException if so
   */
  public boolean isWhole(Path folder, Metainfo torrent, BooleanSupplier unwanted) {
    if (!Files.exists(folder.resolve(torrent.name()))) {
      return false;
    }
    try {
      return new ContentVerifier(torrent, folder).verify(_ -> goOn(unwanted)).isOk();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (IOException e) {
      // What cannot be read is none of ours: another name is chosen beside it.
      LOG.info("{} cannot be compared with what lies in {}", torrent.name(), folder, e);
      return false;
    }
  }

  /** Watches the files of a torrent that are served, when they are few enough to look at. */
  private ContentGuard guard(Path place, Metainfo torrent) {
    List<ContentGuard> guards = new ArrayList<>();
    List<Path> files = files(place, torrent);
    if (files.size() > MAX_GUARDED) {
      return ContentGuard.NONE;
    }
    for (Path file : files) {
      if (!Files.exists(file)) {
        // The user did not want it.
        continue;
      }
      try {
        BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
        guards.add(
            ContentGuard.ofStamp(
                file,
                now.size(),
                now.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                () -> LOG.warn("{} was changed while it was served", file)));
      } catch (IOException e) {
        LOG.warn("{} cannot be looked at", file, e);
      }
    }
    return () -> guards.stream().allMatch(ContentGuard::isUnchanged);
  }

  /** An empty content has no torrent: there is nothing to fetch but its name. */
  public Optional<TorrentStatus.Problem> empty(Path file) throws IOException {
    Path parent = file.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.createFile(file);
    return shareAnyway(file, () -> contents.adopt(file));
  }

  /**
   * Copies what is here under another roof; {@code file} must be free.
   *
   * @param unwanted whether it is to end; asked every few milliseconds, and before the copy gets
   *     its name
   * @return why the copy is not shared, if it is not
   * @throws CancellationException if it was ended; nothing of it is left
   */
  public Optional<TorrentStatus.Problem> copy(
      LocalContent here, Path file, BooleanSupplier unwanted) throws IOException {
    Path parent = file.getParent();
    if (parent == null) {
      throw new IOException("not a file: " + file);
    }
    Files.createDirectories(parent);
    Path part = parent.resolve("." + here.root().hex().substring(0, 16) + ".minibit-part");
    try {
      Files.deleteIfExists(part);
      copyBytes(here.file(), part, unwanted);
      if (!contents.stillSame(here)) {
        throw new IOException(here.file() + " was changed while it was copied");
      }
      goOn(unwanted);
      if (Files.exists(file)) {
        throw new FileAlreadyExistsException(file.toString());
      }
      Files.move(part, file);
    } finally {
      Files.deleteIfExists(part);
    }
    Optional<LocalContent> known =
        here.size() == 0
            ? Optional.empty()
            : known(file, here.torrent(here.name()), Optional.empty(), here.proof());
    return shareAnyway(file, () -> adopt(file, known));
  }

  private static void copyBytes(Path from, Path to, BooleanSupplier unwanted) throws IOException {
    try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
        FileChannel out =
            FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      long size = in.size();
      long at = 0;
      while (at < size) {
        goOn(unwanted);
        long copied = out.transferFrom(in, at, Math.min(COPIED_AT_ONCE, size - at));
        if (copied <= 0) {
          throw new IOException(from + " became shorter while it was copied");
        }
        at += copied;
      }
    }
  }

  private static void goOn(BooleanSupplier unwanted) {
    if (unwanted.getAsBoolean()) {
      throw new CancellationException();
    }
  }

  /** What was made here cannot be made once more: it is done, whatever the shares say. */
  private Optional<TorrentStatus.Problem> shareAnyway(Path file, Runnable adopting) {
    try {
      return share(file, adopting);
    } catch (ShareException e) {
      LOG.warn("{} is whole and not shared: {}", file, e.getMessage());
      return Optional.of(new TorrentStatus.Problem(NOT_SHARED, e.sentence()));
    }
  }

  static List<Path> files(Path place, Metainfo torrent) {
    List<Path> files = new ArrayList<>();
    for (TorrentFile file : torrent.files()) {
      if (file.isContent()) {
        Path path = place;
        for (String name : file.path().subList(1, file.path().size())) {
          path = path.resolve(name);
        }
        files.add(path);
      }
    }
    return files;
  }
}
