package minibit.daemon.share;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import minibit.core.id.InfoHash;
import minibit.core.id.InfoHashes;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.Seal;
import minibit.core.words.Sentence;
import minibit.daemon.share.ShareException.Code;
import minibit.daemon.share.hash.ContentHashes;
import minibit.daemon.share.scan.MediaTypes;
import minibit.daemon.share.scan.Stamp;
import minibit.daemon.share.store.FileRow;
import minibit.daemon.share.store.FileRow.Signed;
import minibit.daemon.share.store.ShareReader;
import minibit.daemon.share.store.ShareReader.Placed;
import minibit.group.member.ShareBook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds files and contents among the shares, and looks whether they are what they were. Any thread.
 */
final class Lookup {
  private static final Logger LOG = LoggerFactory.getLogger(Lookup.class);

  /** Read at one time while others wait: a millisecond or two. */
  private static final int NAMES_A_PAGE = 1000;

  private final ShareReader reader;
  private final LongConsumer suspect;

  /**
   * Reads what was committed.
   *
   * @param suspect hears of folders of which a file is not what it was
   */
  Lookup(ShareReader reader, LongConsumer suspect) {
    this.reader = reader;
    this.suspect = suspect;
  }

  List<LocalFile> files(String filter, int offset, int limit) {
    try {
      return reader.list(filter, offset, limit).stream().map(Lookup::listed).toList();
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static LocalFile listed(Placed placed) {
    FileRow row = placed.row();
    return new LocalFile(
        placed.folder().wire(),
        row.name(),
        placed.file(),
        row.stamp().size(),
        MediaTypes.of(row.name()),
        row.known().map(FileRow.Known::root),
        row.known().map(known -> InfoHashes.hybrid(known.v1(), known.v2())));
  }

  long count(String filter) {
    try {
      return reader.count(filter);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  Optional<LocalContent> byRoot(PiecesRoot root) {
    try {
      return first(reader.byRoot(root));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  boolean holds(PiecesRoot root) {
    try {
      return reader.byRoot(root).stream()
          .anyMatch(placed -> isSame(placed.file(), placed.row().stamp()));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  Optional<LocalContent> byHash(InfoHash hash) {
    try {
      return first(reader.byHash(hash));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  void eachName(Consumer<InfoHash> to) {
    try {
      long last = 0;
      List<ShareReader.Named> page = reader.names(last, NAMES_A_PAGE);
      while (!page.isEmpty()) {
        page.forEach(named -> named.hashes().wire().forEach(to));
        last = page.getLast().id();
        page = reader.names(last, NAMES_A_PAGE);
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private Optional<LocalContent> first(List<Placed> candidates) throws IOException {
    for (Placed placed : candidates) {
      if (isSame(placed.file(), placed.row().stamp())) {
        Optional<LocalContent> content = content(placed);
        if (content.isPresent()) {
          return content;
        }
      } else {
        suspect(placed);
      }
    }
    return Optional.empty();
  }

  private Optional<LocalContent> content(Placed placed) throws IOException {
    FileRow row = placed.row();
    Optional<ContentHashes> hashes = reader.hashes(row);
    if (hashes.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new LocalContent(
            hashes.get(),
            placed.file(),
            row.name(),
            MediaTypes.of(row.name()),
            row.stamp(),
            proof(row)));
  }

  private Optional<ShareBook.Proof> proof(FileRow row) throws IOException {
    Optional<Signed> signed = row.known().flatMap(FileRow.Known::signed);
    Optional<Seal> seal = signed.isPresent() ? reader.seal(signed.get().seal()) : Optional.empty();
    return seal.map(
        known ->
            new ShareBook.Proof(
                known,
                signed.orElseThrow().spot(),
                signed.orElseThrow().said().orElse(row.name()),
                signed.orElseThrow().time()));
  }

  private static boolean isSame(Path file, Stamp stamp) {
    try {
      return Stamp.at(file).filter(stamp::isSame).isPresent();
    } catch (IOException e) {
      // Gone, or not to be reached: not to be served either way.
      return false;
    }
  }

  private void suspect(Placed placed) {
    suspect.accept(placed.folder().id());
  }

  boolean stillSame(LocalContent content) {
    if (isSame(content.file(), content.stamp())) {
      return true;
    }
    try {
      reader.byRoot(content.root()).stream()
          .filter(placed -> placed.file().equals(content.file()))
          .forEach(this::suspect);
    } catch (IOException e) {
      LOG.warn("{} changed, and the store cannot tell where it is shared", content.file(), e);
    }
    return false;
  }

  private static ShareException failed(IOException e) {
    return new ShareException(Code.STORE_FAILED, Sentence.plain(String.valueOf(e.getMessage())), e);
  }
}
