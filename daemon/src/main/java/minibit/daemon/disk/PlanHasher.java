package minibit.daemon.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import minibit.core.metainfo.Merkle;
import minibit.core.metainfo.Metainfo;
import minibit.core.metainfo.TorrentPlan;
import minibit.core.metainfo.TorrentPlan.Entry;
import minibit.core.metainfo.TorrentPlan.SourceFile;
import minibit.core.piece.Geometry;
import minibit.core.words.Sentence;
import minibit.daemon.disk.CreateException.Code;
import org.jspecify.annotations.Nullable;

/** Hashes the pieces of a plan, each byte read once. Workers take runs of pieces in turn. */
final class PlanHasher {
  /** Bytes that a worker takes on at least, so that small pieces do not make readers jump. */
  private static final int RUN = 1 << 20;

  private final TorrentPlan plan;
  private final SourceTree source;
  private final Geometry geometry;
  private final Entry[] entries;
  private final long[] offsets;
  private final byte[] v1;
  private final byte[] v2;
  private final ProgressCount progress;
  private final AtomicInteger next = new AtomicInteger();

  PlanHasher(TorrentPlan plan, SourceTree source, LongConsumer progress) {
    this.plan = plan;
    this.source = source;
    this.geometry = plan.geometry();
    this.entries = plan.entries().stream().filter(e -> e.length() > 0).toArray(Entry[]::new);
    this.offsets = Arrays.stream(entries).mapToLong(Entry::offset).toArray();
    this.v1 = new byte[plan.version().hasV1() ? geometry.pieces() * Metainfo.V1_HASH : 0];
    this.v2 = new byte[plan.version().hasV2() ? geometry.pieces() * Merkle.HASH : 0];
    this.progress = new ProgressCount(progress);
  }

  byte[] v1Hashes() {
    return v1;
  }

  byte[] v2Hashes() {
    return v2;
  }

  void run() throws IOException, InterruptedException {
    Workers.run(
        () -> {
          try (Worker worker = new Worker()) {
            worker.work();
          }
        });
  }

  /** One reader, with the file it read last kept open. */
  private final class Worker implements AutoCloseable {
    private final HashBuffer buffer = new HashBuffer();
    private final MessageDigest sha1 = PieceHashes.sha1();
    private final MessageDigest sha256 = PieceHashes.sha256();
    private @Nullable SourceFile openFile;
    private @Nullable FileChannel channel;

    void work() throws IOException {
      int run = Math.max(1, RUN / geometry.pieceLength());
      for (int first = next.getAndAdd(run);
          first < geometry.pieces();
          first = next.getAndAdd(run)) {
        int end = Math.min(geometry.pieces(), first + run);
        for (int piece = first; piece < end && !Thread.currentThread().isInterrupted(); piece++) {
          hash(piece);
        }
        if (Thread.currentThread().isInterrupted()) {
          return;
        }
      }
    }

    private void hash(int piece) throws IOException {
      long start = geometry.offset(piece);
      long end = start + geometry.pieceSize(piece);
      int slot = Arrays.binarySearch(offsets, start);
      slot = slot < 0 ? -slot - 2 : slot;
      Entry owner = entries[slot];
      Leaves leaves =
          new Leaves(plan.version().hasV2() && !owner.isPad() ? owner.end() - start : 0);
      long content = 0;
      for (long at = start; at < end; slot++) {
        Entry entry = entries[slot];
        long stop = Math.min(end, entry.end());
        while (at < stop) {
          int length = (int) Math.min(HashBuffer.CHUNK, stop - at);
          fill(entry, at - entry.offset(), length);
          buffer.forEachBlock(
              (bytes, count, _) -> {
                if (plan.version().hasV1()) {
                  sha1.update(bytes, 0, count);
                }
                if (entry == owner) {
                  leaves.add(bytes, count);
                }
              });
          at += length;
          content += entry.isPad() ? 0 : length;
        }
      }
      progress.add(content);
      if (plan.version().hasV1()) {
        System.arraycopy(sha1.digest(), 0, v1, piece * Metainfo.V1_HASH, Metainfo.V1_HASH);
      }
      if (plan.version().hasV2() && !owner.isPad()) {
        byte[] root = leaves.root(owner.length());
        System.arraycopy(root, 0, v2, piece * Merkle.HASH, Merkle.HASH);
      }
    }

    private void fill(Entry entry, long position, int length) throws IOException {
      ByteBuffer chunk = buffer.room(length);
      Optional<SourceFile> file = entry.file();
      if (file.isEmpty()) {
        while (chunk.hasRemaining()) {
          chunk.put((byte) 0);
        }
        return;
      }
      FileChannel from = open(file.get());
      try {
        while (chunk.hasRemaining()) {
          if (from.read(chunk, position + chunk.position()) < 0) {
            throw SourceTree.changed(source.pathOf(file.get()));
          }
        }
      } catch (CreateException e) {
        throw e;
      } catch (IOException e) {
        throw unreadable(file.get(), e);
      }
    }

    private FileChannel open(SourceFile file) throws IOException {
      FileChannel current = channel;
      if (current != null && file == openFile) {
        return current;
      }
      close();
      try {
        current = FileChannel.open(source.pathOf(file), StandardOpenOption.READ);
      } catch (NoSuchFileException e) {
        throw SourceTree.changed(source.pathOf(file));
      } catch (IOException e) {
        throw unreadable(file, e);
      }
      channel = current;
      openFile = file;
      return current;
    }

    private CreateException unreadable(SourceFile file, IOException e) {
      String path = source.pathOf(file).toString();
      return new CreateException(
          Code.UNREADABLE,
          path,
          e instanceof AccessDeniedException
              ? Sentence.of("cannot-be-read", "{0} cannot be read", path)
              : Sentence.of("cannot-be-read-for", "{0} cannot be read: {1}", path, e.getMessage()),
          e);
    }

    @Override
    public void close() throws IOException {
      FileChannel current = channel;
      channel = null;
      if (current != null) {
        current.close();
      }
    }

    /** The leaves of one piece, as far as its file reaches into it. */
    private final class Leaves {
      private final byte[] hashes;
      private int count;

      Leaves(long bytes) {
        long inPiece = Math.min(bytes, geometry.pieceLength());
        hashes = new byte[(int) Merkle.leaves(inPiece) * Merkle.HASH];
      }

      /** Blocks are whole leaves, but for the file's last. */
      void add(byte[] bytes, int length) {
        if (count < hashes.length) {
          sha256.update(bytes, 0, length);
          System.arraycopy(sha256.digest(), 0, hashes, count, Merkle.HASH);
          count += Merkle.HASH;
        }
      }

      byte[] root(long fileLength) {
        int layers =
            fileLength <= geometry.pieceLength()
                ? Merkle.height(fileLength)
                : Merkle.pieceLayer(geometry.pieceLength());
        return Merkle.root(hashes, 0, layers);
      }
    }
  }
}
