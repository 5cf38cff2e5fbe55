package minibit.daemon.engine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import minibit.core.piece.Block;
import minibit.core.piece.Geometry;
import minibit.daemon.disk.Storage;
import minibit.daemon.disk.StorageException;
import minibit.daemon.net.BufferPool;

/** Reads blocks to be sent, neighbours in one read, on the disk pool. Any thread. */
final class BlockLoader {
  private final Geometry geometry;
  private final Storage storage;
  private final BooleanSupplier unchanged;
  private final Executor disk;

  /**
   * A loader.
   *
   * @param unchanged whether the content is still what it was: asked after every read, so that what
   *     was read before a change is not taken for good after it
   */
  BlockLoader(Geometry geometry, Storage storage, BooleanSupplier unchanged, Executor disk) {
    this.geometry = geometry;
    this.storage = storage;
    this.unchanged = unchanged;
    this.disk = disk;
  }

  /** A block and its bytes, a slice of the lease they were read into. */
  record Loaded(Block block, ByteBuffer payload) {}

  /** Who gets what was read. */
  interface Taker {
    void loaded(List<Loaded> blocks);

    void failed(IOException fault);
  }

  /**
   * Reads these blocks one behind the other into the lease's buffer, which has room for all.
   *
   * @param back runs the taker: the connection's loop
   */
  void load(List<Block> blocks, BufferPool.Lease lease, Executor back, Taker taker) {
    disk.execute(
        () -> {
          try {
            List<Loaded> loaded = readUnchanged(blocks, lease.buffer());
            back.execute(() -> taker.loaded(loaded));
          } catch (IOException e) {
            back.execute(() -> taker.failed(e));
          }
        });
  }

  private List<Loaded> readUnchanged(List<Block> blocks, ByteBuffer buffer) throws IOException {
    try {
      List<Loaded> loaded = read(blocks, buffer);
      if (unchanged.getAsBoolean()) {
        return loaded;
      }
    } catch (IOException e) {
      // A file that became shorter cannot be read any more: it was changed, too.
      if (unchanged.getAsBoolean()) {
        throw e;
      }
    }
    throw new StorageException(
        StorageException.Code.CONTENT_CHANGED, "the content was changed while it was served");
  }

  private List<Loaded> read(List<Block> blocks, ByteBuffer buffer) throws IOException {
    List<Loaded> loaded = new ArrayList<>(blocks.size());
    int position = 0;
    for (int first = 0; first < blocks.size(); ) {
      int next = first + 1;
      int length = blocks.get(first).length();
      while (next < blocks.size() && follows(blocks.get(next - 1), blocks.get(next))) {
        length += blocks.get(next++).length();
      }
      Block start = blocks.get(first);
      storage.read(geometry.offset(start.piece()) + start.begin(), buffer.slice(position, length));
      for (; first < next; first++) {
        Block block = blocks.get(first);
        loaded.add(new Loaded(block, buffer.slice(position, block.length())));
        position += block.length();
      }
    }
    return loaded;
  }

  private static boolean follows(Block before, Block after) {
    return before.piece() == after.piece() && before.begin() + before.length() == after.begin();
  }
}
