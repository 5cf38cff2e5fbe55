package minibit.daemon.fetch.files;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import minibit.core.id.PiecesRoot;
import minibit.core.metainfo.Metainfo;
import minibit.core.metainfo.TorrentFile;
import minibit.core.words.Sentence;
import minibit.daemon.disk.ContentVerifier;
import minibit.daemon.engine.ContentGuard;
import minibit.daemon.engine.Torrent;
import minibit.daemon.fetch.model.FetchException;
import minibit.daemon.fetch.model.Signature;
import minibit.daemon.fetch.store.TransferRow.Origin;
import minibit.daemon.fetch.store.TransferRow.Standing;
import minibit.daemon.share.LocalContent;
import minibit.group.member.ShareBook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of the files of transfers: handed to the shares, or copied. May wait. */
public final class FetchedFiles {
  private static final Logger LOG = LoggerFactory.getLogger(FetchedFiles.class);

  /** Files that are looked at after every read: a look takes microseconds. */
  private static final int MAX_GUARDED = 32;

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
   * A torrent is whole: its files go to the shares and are watched from now on.
   *
   * @param again whether it was whole before: the shares have its files, unless it is a content of
   *     the group, which is looked at anew
   * @return as what its transfer is complete now; empty: it stays as it is
   */
  public Optional<Standing> handOver(
      Torrent whole, Origin origin, Path place, Metainfo torrent, boolean again) {
    if (origin instanceof Origin.Content(PiecesRoot root, Signature signature)) {
      adopt(place, torrent, whole.pieceLayer(root), signature.forBook())
          .ifPresent(known -> whole.guard(() -> contents.stillSame(known)));
      return Optional.of(Standing.COMPLETE);
    }
    whole.guard(guard(place, torrent));
    if (again) {
      return Optional.empty();
    }
    adopt(place, torrent);
    return Optional.of(Standing.WANTED);
  }

  /**
   * A fetched content of the group is whole: it is shared from now on.
   *
   * @param layer its piece layer, if peers gave it
   * @return what is known of it, for watching it; empty if it must be read first
   */
  private Optional<LocalContent> adopt(
      Path file, Metainfo torrent, Optional<byte[]> layer, Optional<ShareBook.Proof> proof) {
    Optional<LocalContent> known;
    try {
      known = LocalContent.fetched(file, torrent, layer, proof);
    } catch (IOException e) {
      LOG.warn("{} is fetched and cannot be looked at", file, e);
      known = Optional.empty();
    }
    known.ifPresentOrElse(content -> contents.adopt(file, content), () -> contents.adopt(file));
    return known;
  }

  /** Whether all of a torrent's content lies in a folder, under the torrent's own name. */
  public boolean isWhole(Path folder, Metainfo torrent) {
    if (!Files.exists(folder.resolve(torrent.name()))) {
      return false;
    }
    try {
      return new ContentVerifier(torrent, folder).verify(_ -> {}).isOk();
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

  /** The files of another torrent are whole. */
  private void adopt(Path place, Metainfo torrent) {
    for (Path file : files(place, torrent)) {
      // Files that the user did not want are not there.
      if (Files.exists(file)) {
        contents.adopt(file);
      }
    }
  }

  /** An empty content has no torrent: there is nothing to fetch but its name. */
  public void empty(Path file) throws IOException {
    Path parent = file.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Files.createFile(file);
    contents.adopt(file);
  }

  /** Copies what is here under another roof; {@code file} must be free. */
  public void copy(LocalContent here, Path file) throws IOException {
    Path parent = file.getParent();
    if (parent == null) {
      throw new IOException("not a file: " + file);
    }
    Files.createDirectories(parent);
    Path part = parent.resolve("." + here.root().hex().substring(0, 16) + ".minibit-part");
    try {
      Files.deleteIfExists(part);
      Files.copy(here.file(), part);
      if (!contents.stillSame(here)) {
        throw new IOException(here.file() + " was changed while it was copied");
      }
      if (Files.exists(file)) {
        throw new FileAlreadyExistsException(file.toString());
      }
      Files.move(part, file);
    } finally {
      Files.deleteIfExists(part);
    }
    if (here.size() == 0) {
      contents.adopt(file);
    } else {
      adopt(file, here.torrent(here.name()), Optional.empty(), here.proof());
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
