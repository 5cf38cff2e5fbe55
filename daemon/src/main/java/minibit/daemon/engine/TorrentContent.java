package minibit.daemon.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import minibit.core.id.PiecesRoot;
import minibit.core.metainfo.Metainfo;
import minibit.core.swarm.Wishes;
import minibit.core.words.Sentence;
import minibit.daemon.disk.resume.ResumeLog;
import minibit.daemon.engine.device.Device;
import org.jspecify.annotations.Nullable;

/**
 * The content of one torrent: what is wanted of it, and its files while they are open. Only the
 * torrent's control steps open and close them; any thread looks.
 */
final class TorrentContent {
  private final Host host;
  private final TorrentSpec spec;
  private final Gauges gauges;
  private final HashDesk hashDesk;
  private volatile Wishes wishes;
  private volatile @Nullable TorrentFiles files;
  private volatile @Nullable Device device;
  private volatile List<Path> there = List.of();

  /** Closed content; the desk answers for it while it is open. */
  TorrentContent(Host host, TorrentSpec spec, Gauges gauges, HashDesk hashDesk) {
    this.host = host;
    this.spec = spec;
    this.gauges = gauges;
    this.hashDesk = hashDesk;
    this.wishes = spec.wishes();
  }

  /** What is wanted of it. */
  Wishes wishes() {
    return wishes;
  }

  /** From now on this is wanted; files that are open follow by {@link #want}. Any thread. */
  void wish(Wishes other) {
    wishes = other;
  }

  /** A journal to open the files with. */
  ResumeLog journal(Metainfo metainfo, StartMode mode) throws IOException {
    return mode == StartMode.TRUST
        ? new NoResume()
        : host.resume().open(metainfo.hashes(), spec.folder());
  }

  /**
   * Closes the journal again if the spec objects to what it has come to know.
   *
   * @throws TorrentException with the objection
   */
  void require(Metainfo metainfo, ResumeLog log) throws IOException {
    Optional<TorrentStatus.Problem> objection = spec.check().objection(metainfo);
    if (objection.isPresent()) {
      log.close();
      throw new TorrentException(objection.get().code(), objection.get().sentence());
    }
  }

  /** Opens and checks the files, as {@link TorrentFiles#open} does. */
  TorrentFiles open(Metainfo metainfo, StartMode mode, ResumeLog log, BooleanSupplier abandoned)
      throws IOException {
    Device below = host.devices().of(spec.folder());
    device = below;
    TorrentFiles opened =
        TorrentFiles.open(
            host, below, metainfo, spec, wishes, mode, log, gauges.checked(), abandoned);
    files = opened;
    hashDesk.open(opened);
    gauges.content(opened);
    return opened;
  }

  /** The files, while they are open. */
  Optional<TorrentFiles> files() {
    return Optional.ofNullable(files);
  }

  /** That the disk does not answer, if what is open or being opened may wait for it. */
  Optional<TorrentStatus.Problem> silence() {
    Device below = device;
    long seconds = below == null ? 0 : below.silentSeconds(System.nanoTime());
    return seconds == 0
        ? Optional.empty()
        : Optional.of(
            new TorrentStatus.Problem(
                "disk-silent",
                Sentence.of(
                    "disk-silent",
                    "the disk under {0} has not answered for {1} seconds",
                    spec.folder(),
                    seconds)));
  }

  /** The files that lie in the folder; once they are closed, those that lay there then. */
  List<Path> there() {
    return files().map(opened -> opened.storage().there()).orElse(there);
  }

  /** Wanted bytes that are missing: some, before the metadata is there, however little is known. */
  long left() {
    return files == null ? 1 : gauges.left();
  }

  /** The piece layer of a file, if it is known. */
  Optional<byte[]> pieceLayer(PiecesRoot root) {
    return hashDesk.pieceLayer(root);
  }

  /** Has this of the files; says whether they are open. */
  boolean want(Wishes other) throws IOException {
    TorrentFiles opened = files;
    if (opened == null) {
      return false;
    }
    opened.want(other);
    gauges.content(opened);
    return true;
  }

  /** Closes the files; the journal remembers how they look. */
  void close() {
    TorrentFiles opened = files;
    there = there();
    files = null;
    device = null;
    hashDesk.close();
    if (opened != null) {
      // A write that ends later would look like somebody else's, and may hit what is verified anew.
      opened.seal();
      opened.rest();
      opened.close();
    }
  }
}
