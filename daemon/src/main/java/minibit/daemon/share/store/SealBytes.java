package minibit.daemon.share.store;

import java.io.IOException;
import minibit.core.identity.PublisherKey;
import minibit.core.identity.Seal;
import minibit.core.packed.BadPacked;
import minibit.core.packed.PackedReader;
import minibit.core.packed.PackedWriter;

/** A signature as it is stored: our own batches, and paths that came with fetched files. */
final class SealBytes {
  private static final int BATCH = 0;
  private static final int PATH = 1;
  private static final int MAX = Seal.MAX_STATEMENTS * 32;

  private SealBytes() {}

  static byte[] pack(Seal seal) {
    PackedWriter out = new PackedWriter();
    switch (seal) {
      case Seal.Batch(PublisherKey key, byte[] leaves, byte[] signature) ->
          out.octet(BATCH).raw(key.toBytes()).raw(signature).bytes(leaves);
      case Seal.Path(PublisherKey key, int index, byte[] leaf, byte[] path, byte[] signature) ->
          out.octet(PATH).raw(key.toBytes()).raw(signature).number(index).bytes(leaf).bytes(path);
    }
    return out.toBytes();
  }

  static Seal unpack(byte[] packed) throws IOException {
    PackedReader in = new PackedReader(packed);
    try {
      int kind = in.octet();
      PublisherKey key = PublisherKey.of(in.raw(PublisherKey.LENGTH));
      byte[] signature = in.raw(PublisherKey.SIGNATURE_LENGTH);
      if (kind == BATCH) {
        return new Seal.Batch(key, in.bytes(MAX), signature);
      }
      int index = (int) in.number(Seal.MAX_STATEMENTS);
      return new Seal.Path(key, index, in.bytes(MAX), in.bytes(MAX), signature);
    } catch (BadPacked | IllegalArgumentException e) {
      throw new IOException("the store of shares holds a damaged signature", e);
    }
  }
}
