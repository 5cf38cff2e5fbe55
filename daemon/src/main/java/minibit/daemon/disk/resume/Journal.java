package minibit.daemon.disk.resume;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import minibit.core.id.InfoHashes;
import minibit.core.id.PiecesRoot;
import minibit.core.piece.Geometry;
import minibit.daemon.disk.FileStamp;

/**
 * An append-only file of small records, each with its length and checksum. Reading stops at the
 * first record that does not fit, and writing goes on from there: a torn tail costs what it held.
 *
 * <p>Layout: {@code MBRJ1\n}, 32 bytes that name the torrent, then records: type (1), length (4),
 * payload, CRC-32 of all before it (4). Numbers are big-endian.
 */
final class Journal implements ResumeLog {
  private static final byte[] MAGIC = "MBRJ1\n".getBytes(StandardCharsets.US_ASCII);
  private static final int NAME = 32;
  private static final int HEADER = MAGIC.length + NAME;

  /** Beyond type, length and checksum. */
  private static final int FRAME = 9;

  /** A record holds at most an info of the size we accept from peers. */
  private static final int MAX_RECORD = 64 << 20;

  private static final byte BEGUN = 1;
  private static final byte VERIFIED = 2;
  private static final byte FORGOTTEN = 3;
  private static final byte INFO = 4;
  private static final byte REST = 5;
  private static final byte BOOT = 6;
  private static final byte LAYER = 7;
  private static final byte FORCING = 8;
  private static final byte FORCED = 9;

  private final Path file;
  private final FileChannel channel;
  private final ResumeState state;
  private boolean discarded;
  private boolean closed;

  private Journal(Path file, FileChannel channel, ResumeState state) {
    this.file = file;
    this.channel = channel;
    this.state = state;
  }

  /**
   * Reads what a locked file holds, and goes on writing behind it.
   *
   * @param boot what changes when the machine restarts; nothing where the system does not say
   */
  static Journal open(Path file, FileChannel channel, InfoHashes hashes, byte[] boot)
      throws IOException {
    Reader reader = new Reader();
    long end = reader.read(channel, header(hashes));
    long modified = Files.getLastModifiedTime(file).to(java.util.concurrent.TimeUnit.NANOSECONDS);
    Journal journal = new Journal(file, channel, reader.state(modified, boot));
    channel.truncate(end);
    channel.position(end);
    if (end == 0) {
      writeFully(channel, ByteBuffer.wrap(header(hashes)));
    }
    journal.append(BOOT, boot);
    return journal;
  }

  private static byte[] header(InfoHashes hashes) {
    byte[] hash = hashes.best().toBytes();
    return ByteBuffer.allocate(HEADER).put(MAGIC).put(hash).array();
  }

  @Override
  public ResumeState state() {
    return state;
  }

  @Override
  public void begun(int piece) throws IOException {
    append(BEGUN, number(piece));
  }

  @Override
  public void verified(int piece) throws IOException {
    append(VERIFIED, number(piece));
  }

  @Override
  public void forgotten(int piece) throws IOException {
    append(FORGOTTEN, number(piece));
  }

  @Override
  public void info(byte[] info) throws IOException {
    append(INFO, info);
  }

  @Override
  public void layer(PiecesRoot root, byte[] layer) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(PiecesRoot.LENGTH + layer.length);
    append(LAYER, bytes.put(root.toBytes()).put(layer).array());
  }

  @Override
  public void rest(List<FileStamp> stamps) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(stamps.size() * 20);
    stamps.forEach(s -> bytes.putInt(s.file()).putLong(s.size()).putLong(s.modified()));
    append(REST, bytes.array());
  }

  @Override
  public void forcing() throws IOException {
    append(FORCING, new byte[0]);
  }

  @Override
  public void forced() throws IOException {
    append(FORCED, new byte[0]);
  }

  @Override
  public synchronized void discard() {
    discarded = true;
  }

  private static byte[] number(int piece) {
    return ByteBuffer.allocate(4).putInt(piece).array();
  }

  private synchronized void append(byte type, byte[] payload) throws IOException {
    if (closed) {
      return;
    }
    ByteBuffer record = ByteBuffer.allocate(FRAME + payload.length);
    record.put(type).putInt(payload.length).put(payload);
    record.putInt(checksum(record.array(), record.position()));
    writeFully(channel, record.flip());
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (channel) {
      if (discarded) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** Plays the records of a file into a state. */
  private static final class Reader {
    private final BitSet verified = new BitSet();
    private final BitSet begun = new BitSet();
    private final BitSet forced = new BitSet();
    private final BitSet forcing = new BitSet();
    private final Map<PiecesRoot, byte[]> layers = new HashMap<>();
    private byte[] info = new byte[0];
    private byte[] boot = new byte[0];
    private List<FileStamp> stamps = new ArrayList<>();
    private boolean rested;
    private boolean known;

    /** Reads until the end or the first record that does not fit; says where that is. */
    long read(FileChannel channel, byte[] header) throws IOException {
      ByteBuffer head = ByteBuffer.allocate(header.length);
      fill(channel, head, 0);
      if (!java.util.Arrays.equals(head.array(), header)) {
        return 0;
      }
      long at = header.length;
      while (true) {
        ByteBuffer front = ByteBuffer.allocate(5);
        if (!fill(channel, front, at)) {
          return at;
        }
        int length = front.getInt(1);
        if (length < 0 || length > MAX_RECORD || at + FRAME + length > channel.size()) {
          return at;
        }
        ByteBuffer record = ByteBuffer.allocate(FRAME + length);
        if (!fill(channel, record, at)
            || record.getInt(5 + length) != checksum(record.array(), 5 + length)
            || !play(record.get(0), record.slice(5, length))) {
          return at;
        }
        at += FRAME + length;
      }
    }

    private static boolean fill(FileChannel channel, ByteBuffer into, long at) throws IOException {
      long position = at;
      while (into.hasRemaining()) {
        int read = channel.read(into, position);
        if (read < 0) {
          return false;
        }
        position += read;
      }
      return true;
    }

    private boolean play(byte type, ByteBuffer payload) {
      switch (type) {
        case BEGUN, VERIFIED, FORGOTTEN -> {
          return payload.remaining() == 4 && mark(type, payload.getInt());
        }
        case INFO -> info = bytes(payload);
        case LAYER -> {
          if (payload.remaining() < PiecesRoot.LENGTH) {
            return false;
          }
          byte[] root = new byte[PiecesRoot.LENGTH];
          payload.get(root);
          layers.put(PiecesRoot.of(root), bytes(payload));
        }
        case BOOT -> {
          boot = bytes(payload);
          rested = false;
          forcing.clear();
        }
        case FORCING -> {
          forcing.clear();
          forcing.or(verified);
        }
        case FORCED -> forced.or(forcing);
        case REST -> {
          stamps = new ArrayList<>();
          rested = true;
          known = true;
          while (payload.remaining() >= 20) {
            stamps.add(new FileStamp(payload.getInt(), payload.getLong(), payload.getLong()));
          }
        }
        default -> {
          return false;
        }
      }
      return true;
    }

    private boolean mark(byte type, int piece) {
      if (piece < 0 || piece >= Geometry.MAX_PIECES) {
        return false;
      }
      rested = false;
      known = true;
      verified.set(piece, type == VERIFIED);
      begun.set(piece, type == BEGUN);
      if (type != VERIFIED) {
        forcing.clear(piece);
        forced.clear(piece);
      }
      return true;
    }

    private static byte[] bytes(ByteBuffer payload) {
      byte[] bytes = new byte[payload.remaining()];
      payload.get(bytes);
      return bytes;
    }

    ResumeState state(long modified, byte[] bootNow) {
      return new ResumeState(
          known,
          verified,
          forced,
          begun,
          info.length == 0 ? Optional.empty() : Optional.of(info),
          layers,
          rested ? Optional.of(List.copyOf(stamps)) : Optional.empty(),
          Math.min(modified, nanos(Instant.now())),
          bootNow.length > 0 && java.util.Arrays.equals(boot, bootNow));
    }

    private static long nanos(Instant time) {
      return time.getEpochSecond() * 1_000_000_000L + time.getNano();
    }
  }
}
