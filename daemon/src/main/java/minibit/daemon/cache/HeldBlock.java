package minibit.daemon.cache;

import java.nio.ByteBuffer;
import minibit.core.piece.Block;
import minibit.daemon.net.BufferPool;

/**
 * A block in memory.
 *
 * @param block which
 * @param payload its bytes, a slice of the lease's buffer
 * @param lease of which one hold is the taker's to release
 */
public record HeldBlock(Block block, ByteBuffer payload, BufferPool.Lease lease) {}
