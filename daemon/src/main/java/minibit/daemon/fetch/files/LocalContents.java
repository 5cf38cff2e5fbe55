package minibit.daemon.fetch.files;

import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import minibit.core.id.InfoHash;
import minibit.core.id.PiecesRoot;
import minibit.daemon.share.LocalContent;
import minibit.daemon.share.Shares;
import minibit.daemon.share.scan.Stamp;

/** What fetching asks of the shares. Any thread. */
public interface LocalContents {
  /** A content that is here whole, in a file looked at now. */
  Optional<LocalContent> byRoot(PiecesRoot root);

  /** A content that is here under the name which has this info-hash, of 20 bytes. */
  Optional<LocalContent> byHash(InfoHash hash);

  /** Tells the names of all that is here, of 20 bytes: those {@link #byHash} may find. */
  void eachName(Consumer<InfoHash> to);

  /** Whether the file is still what was hashed; if not, it is withdrawn and hashed anew. */
  boolean stillSame(LocalContent content);

  /** Shares a fetched file whose hashes are known; ends {@link #hold}. */
  void adopt(Path file, LocalContent known);

  /** Shares a fetched file, which is read first; ends {@link #hold}. */
  void adopt(Path file);

  /** Leaves a path alone while a transfer writes there. */
  void hold(Path path);

  /** Ends {@link #hold}. */
  void release(Path path);

  /** Ends {@link #hold}, but leaves these files alone, which are not whole, while they look so. */
  void leave(Path path, Map<Path, Stamp> begun);

  /** Ends {@link #hold} of all paths but these. */
  void releaseAllBut(Collection<Path> owned);

  /** This daemon's shares. */
  static LocalContents of(Shares shares) {
    return new SharedContents(shares);
  }
}
