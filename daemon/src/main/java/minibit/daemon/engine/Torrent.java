package minibit.daemon.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import minibit.core.id.InfoHashes;
import minibit.core.id.PeerAddress;
import minibit.core.id.PiecesRoot;
import minibit.core.metainfo.Metainfo;
import minibit.core.piece.Bitfield;
import minibit.core.swarm.PieceMap;
import minibit.core.swarm.Wishes;

/**
 * One torrent of a running {@link Engine}. Any thread; every method returns at once. After {@link
 * #remove} or the engine's end all but {@link #status} do nothing.
 */
public interface Torrent {
  /** Its names. */
  InfoHashes hashes();

  /** The folder it was added with. */
  Path folder();

  /** What it does now: a snapshot, cheap enough to ask ten times a second. */
  TorrentStatus status();

  /**
   * The metainfo: there at once unless it was added by magnet link. Fails with {@link
   * TorrentException} when the torrent does.
   */
  CompletableFuture<Metainfo> metadata();

  /**
   * Done once every wanted piece has been verified, also when it was so from the start. Fails with
   * {@link TorrentException} when the torrent does, and is cancelled when it is removed or the
   * engine closes before.
   */
  CompletableFuture<Void> completed();

  /** Addresses to try. */
  void addPeers(List<PeerAddress> peers);

  /** Changes which files are wanted, and in which order. */
  void setWishes(Wishes wishes);

  /** Changes this torrent's own limits. */
  void setLimits(RateLimits limits);

  /** From now on this guard says whether what is served is still what it was. */
  void guard(ContentGuard guard);

  /** The verified pieces; empty until the metadata is there, and while it is stopped. */
  Optional<Bitfield> pieces();

  /**
   * Its files that lie in the folder: found there with their full length, or made by it. Of what
   * was in their place otherwise it knows nothing. Once it is over, those that lay there then.
   */
  List<Path> files();

  /**
   * How common its pieces are among the connected peers; empty while no swarm runs, or while it is
   * too busy to say.
   *
   * @param runs parts of equal length that the torrent is shown in, at most
   */
  Optional<PieceMap> pieceMap(int runs);

  /** The piece layer of a file, if it is known: peers give it during the download (BEP 52). */
  Optional<byte[]> pieceLayer(PiecesRoot root);

  /** Closes its connections, tells its trackers, keeps its state. */
  void pause();

  /** Goes on after {@link #pause}, or after a fault such as a full disk. */
  void resume();

  /**
   * Ends it: connections close, trackers are told, files stay as they are.
   *
   * @return done when nothing of it runs any more
   */
  CompletableFuture<Void> remove();
}
