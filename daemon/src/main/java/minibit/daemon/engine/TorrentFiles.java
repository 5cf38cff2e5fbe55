package minibit.daemon.engine;

import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import minibit.core.id.PiecesRoot;
import minibit.core.metainfo.Metainfo;
import minibit.core.piece.Bitfield;
import minibit.core.piece.Geometry;
import minibit.core.swarm.Wishes;
import minibit.core.words.Sentence;
import minibit.daemon.cache.CachedContent;
import minibit.daemon.disk.ContentCheck;
import minibit.daemon.disk.ContentLayout;
import minibit.daemon.disk.FileStamp;
import minibit.daemon.disk.FileStorage;
import minibit.daemon.disk.PieceHashes;
import minibit.daemon.disk.StorageException;
import minibit.daemon.disk.resume.ResumeLog;
import minibit.daemon.disk.resume.ResumeState;
import minibit.daemon.engine.device.Device;

/**
 * A torrent's files, hashes and journal, open; and what of it was there from the start. Opened on a
 * thread that may wait.
 */
final class TorrentFiles implements AutoCloseable {
  private final Device device;
  private final Metainfo metainfo;
  private final ContentLayout layout;
  private final FileStorage storage;
  private final PieceHashes hashes;
  private final ResumeLog log;
  private final Forcing forcing;
  private final HaveSet have;
  private final Optional<CachedContent> cached;
  private volatile BitSet wanted;

  private TorrentFiles(
      Device device,
      Metainfo metainfo,
      ContentLayout layout,
      FileStorage storage,
      PieceHashes hashes,
      ResumeLog log,
      Forcing forcing,
      HaveSet have,
      Optional<CachedContent> cached,
      BitSet wanted) {
    this.device = device;
    this.metainfo = metainfo;
    this.layout = layout;
    this.storage = storage;
    this.hashes = hashes;
    this.log = log;
    this.forcing = forcing;
    this.have = have;
    this.cached = cached;
    this.wanted = wanted;
  }

  /**
   * Opens what is there, checks what is doubtful, and makes ready what is missing.
   *
   * @param device on which the files lie, or will
   * @param named the torrent; piece layers that an earlier run learned are added to it
   * @param log the journal, closed by this object from now on; also if opening fails
   * @param checked counts the pieces looked at
   * @param abandoned whether to stop checking
   * @throws StorageException if the folder holds what must not be touched, or has no room
   */
  static TorrentFiles open(
      Host host,
      Device device,
      Metainfo named,
      TorrentSpec spec,
      Wishes wishes,
      StartMode mode,
      ResumeLog log,
      AtomicInteger checked,
      BooleanSupplier abandoned)
      throws IOException {
    try {
      Metainfo metainfo = named.withPieceLayers(log.state().layers());
      ContentLayout layout = layout(metainfo, spec);
      BitSet wanted = wantedFiles(metainfo, wishes);
      FileStorage storage =
          FileStorage.open(
              spec.folder(),
              layout,
              wanted,
              "." + metainfo.hashes().best().hex().substring(0, 16) + ".minibit-part",
              log.state().known(),
              host.handles());
      PieceHashes hashes = new PieceHashes(metainfo);
      Bitfield found = find(device, storage, hashes, mode, log, checked, abandoned);
      TorrentFiles files =
          new TorrentFiles(
              device,
              metainfo,
              layout,
              storage,
              hashes,
              log,
              new Forcing(host, device, storage, log),
              new HaveSet(found),
              host.cache()
                  .map(cache -> cache.open(rootOf(metainfo), metainfo.name(), layout.geometry())),
              wanted);
      files.makeReady(mode);
      if (mode != StartMode.TRUST) {
        files.forceUnlessForced(log.state().forced());
      }
      return files;
    } catch (IOException | RuntimeException e) {
      log.close();
      throw e;
    }
  }

  /** What people know a content by. */
  private static String rootOf(Metainfo metainfo) {
    Optional<PiecesRoot> root =
        metainfo.files().size() == 1 ? metainfo.files().getFirst().root() : Optional.empty();
    return root.map(PiecesRoot::hex).orElseGet(() -> metainfo.hashes().best().hex());
  }

  private static ContentLayout layout(Metainfo metainfo, TorrentSpec spec) {
    ContentLayout layout = ContentLayout.of(metainfo);
    String name = spec.savedAs().of(metainfo);
    return name.equals(metainfo.name()) ? layout : layout.savedAs(name);
  }

  private static BitSet wantedFiles(Metainfo metainfo, Wishes wishes) {
    BitSet wanted = new BitSet();
    for (int i = 0; i < metainfo.files().size(); i++) {
      boolean skipped = i < wishes.priorities().size() && wishes.priorities().get(i) == Wishes.SKIP;
      wanted.set(i, !skipped);
    }
    return wanted;
  }

  private static Bitfield find(
      Device device,
      FileStorage storage,
      PieceHashes hashes,
      StartMode mode,
      ResumeLog log,
      AtomicInteger checked,
      BooleanSupplier abandoned)
      throws IOException {
    Geometry geometry = storage.layout().geometry();
    BitSet present = new BitSet();
    for (int piece = 0; piece < geometry.pieces(); piece++) {
      present.set(piece, storage.present(piece));
    }
    if (mode == StartMode.TRUST) {
      if (present.cardinality() < geometry.pieces()) {
        throw new StorageException(
            StorageException.Code.FILE_MISSING,
            Sentence.of(
                "piece-of-missing-file",
                "piece {0} lies in a file that is not there",
                present.nextClearBit(0)));
      }
      return Bitfield.full(geometry.pieces());
    }
    ResumeState state = log.state();
    BitSet doubtful = mode == StartMode.RESUME ? doubtful(storage, present, state) : present;
    checked.set(geometry.pieces() - doubtful.cardinality());
    Bitfield good =
        ContentCheck.check(
            storage,
            hashes,
            doubtful,
            geometry.pieces(),
            device.hashers(),
            Runtime.getRuntime().availableProcessors(),
            checked::incrementAndGet,
            abandoned);
    for (int piece = 0; piece < geometry.pieces(); piece++) {
      if (present.get(piece) && !doubtful.get(piece) && state.verified().get(piece)) {
        good.set(piece);
      }
    }
    if (!abandoned.getAsBoolean()) {
      record(log, state, good, geometry.pieces());
      log.rest(storage.stamps());
    }
    return good;
  }

  /**
   * What lies there and is not vouched for: begun pieces, what a power cut may have lost, and all
   * of files that others touched.
   */
  private static BitSet doubtful(FileStorage storage, BitSet present, ResumeState state) {
    BitSet doubtful = new BitSet();
    if (!state.known()) {
      doubtful.or(present);
      return doubtful;
    }
    doubtful.or(state.begun());
    doubtful.or(state.unsure());
    Map<Integer, FileStamp> stamps = new HashMap<>();
    storage.stamps().forEach(stamp -> stamps.put(stamp.file(), stamp));
    ContentLayout layout = storage.layout();
    stamps.forEach(
        (file, stamp) -> {
          if (!state.trusts(stamp) && layout.lastPiece(file) >= layout.firstPiece(file)) {
            doubtful.set(layout.firstPiece(file), layout.lastPiece(file) + 1);
          }
        });
    doubtful.and(present);
    return doubtful;
  }

  private static void record(ResumeLog log, ResumeState state, Bitfield good, int pieces)
      throws IOException {
    for (int piece = 0; piece < pieces; piece++) {
      if (good.get(piece) && !state.verified().get(piece)) {
        log.verified(piece);
      } else if (!good.get(piece) && (state.verified().get(piece) || state.begun().get(piece))) {
        log.forgotten(piece);
      }
    }
  }

  private void makeReady(StartMode mode) throws IOException {
    if (mode == StartMode.TRUST) {
      return;
    }
    long missing = 0;
    for (int piece = 0; piece < layout.geometry().pieces(); piece++) {
      missing += have.get(piece) ? 0 : layout.contentOf(piece, wanted);
    }
    if (missing > 0) {
      storage.requireSpace(missing);
    }
    storage.prepare(have::get);
  }

  private void forceUnlessForced(BitSet forced) {
    for (int piece = 0; piece < layout.geometry().pieces(); piece++) {
      if (have.get(piece) && !forced.get(piece)) {
        storage.distrust();
        forcing.soon();
        return;
      }
    }
  }

  /** A piece was verified since they were opened: it is to outlive a power cut soon. */
  void forceSoon() {
    forcing.soon();
  }

  /** Changes which files are wanted. */
  void want(Wishes wishes) throws IOException {
    BitSet files = wantedFiles(metainfo, wishes);
    wanted = files;
    storage.want(files, have::get);
  }

  /** Bytes of the wanted files. */
  long total() {
    long total = 0;
    BitSet files = wanted;
    for (int i = files.nextSetBit(0); i >= 0; i = files.nextSetBit(i + 1)) {
      total += metainfo.files().get(i).isContent() ? metainfo.files().get(i).length() : 0;
    }
    return total;
  }

  /** Bytes of the wanted files in verified pieces. */
  long done() {
    if (have.count() == metainfo.geometry().pieces()) {
      return total();
    }
    long done = 0;
    for (int piece = 0; piece < metainfo.geometry().pieces(); piece++) {
      done += have.get(piece) ? layout.contentOf(piece, wanted) : 0;
    }
    return done;
  }

  /** Bytes of the wanted files in this piece. */
  int contentOf(int piece) {
    return layout.contentOf(piece, wanted);
  }

  Device device() {
    return device;
  }

  Metainfo metainfo() {
    return metainfo;
  }

  FileStorage storage() {
    return storage;
  }

  PieceHashes hashes() {
    return hashes;
  }

  ResumeLog log() {
    return log;
  }

  HaveSet have() {
    return have;
  }

  /** What the engine's cache keeps of it, if there is a cache. */
  Optional<CachedContent> cached() {
    return cached;
  }

  /** Nothing is written now: the journal remembers how the files look. */
  void rest() {
    try {
      log.rest(storage.stamps());
    } catch (IOException e) {
      // Costs a rehash at the next start.
      log.state();
    }
  }

  /** Waits for what is being written, and has nothing written any more. */
  void seal() {
    storage.seal();
  }

  List<FileStamp> stamps() {
    return storage.stamps();
  }

  @Override
  public void close() {
    cached.ifPresent(CachedContent::close);
    forcing.close();
    storage.close();
    try {
      log.close();
    } catch (IOException e) {
      // Nothing of the content is lost with it.
      storage.close();
    }
  }
}
