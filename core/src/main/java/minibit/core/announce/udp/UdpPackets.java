package minibit.core.announce.udp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import minibit.core.announce.AnnounceRequest;
import minibit.core.announce.ScrapeCounts;
import minibit.core.id.CompactPeers;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerAddress;

/** The packets between peer and UDP tracker (BEP 15) with the options of BEP 41. */
public final class UdpPackets {
  /** What a connect request begins with, where others have their connection id. */
  public static final long MAGIC = 0x41727101980L;

  /** Torrents that one scrape can name so that the answer fits a packet. */
  public static final int MAX_SCRAPE = 74;

  /** No datagram of ours or theirs is larger; also what a receiver has to hold ready. */
  public static final int MAX_PACKET = 65_507;

  static final int CONNECT = 0;
  static final int ANNOUNCE = 1;
  static final int SCRAPE = 2;
  static final int ERROR = 3;

  private static final int ANNOUNCE_LENGTH = 98;
  private static final int OPTION_NOP = 1;
  private static final int OPTION_END = 0;
  private static final int OPTION_URL_DATA = 2;
  private static final int OPTION_MAX = 255;
  private static final int MAX_ERROR_TEXT = 500;

  private UdpPackets() {}

  /** Asks for a connection id. */
  public static byte[] connect(int transaction) {
    return ByteBuffer.allocate(16).putLong(MAGIC).putInt(CONNECT).putInt(transaction).array();
  }

  /**
   * An announce.
   *
   * @param urlData path and query of the tracker's URL, sent as options (BEP 41); empty: none
   */
  public static byte[] announce(
      long connection, int transaction, AnnounceRequest request, String urlData) {
    byte[] options = urlData.isEmpty() ? new byte[0] : options(urlData);
    return ByteBuffer.allocate(ANNOUNCE_LENGTH + options.length)
        .putLong(connection)
        .putInt(ANNOUNCE)
        .putInt(transaction)
        .put(request.hash().toBytes())
        .put(request.peerId().toBytes())
        .putLong(request.downloaded())
        .putLong(request.left())
        .putLong(request.uploaded())
        .putInt(request.event().udpCode())
        .putInt(0) // the tracker takes the address from the packet
        .putInt(request.key())
        .putInt(request.numWant())
        .putShort((short) request.port())
        .put(options)
        .array();
  }

  /** A text as URLData options, cut into runs of 255 bytes. */
  public static byte[] options(String urlData) {
    byte[] text = urlData.getBytes(StandardCharsets.UTF_8);
    int runs = Math.max(1, (text.length + OPTION_MAX - 1) / OPTION_MAX);
    ByteBuffer options = ByteBuffer.allocate(text.length + 2 * runs);
    for (int run = 0; run < runs; run++) {
      int length = Math.min(OPTION_MAX, text.length - run * OPTION_MAX);
      options.put((byte) OPTION_URL_DATA).put((byte) length);
      options.put(text, run * OPTION_MAX, length);
    }
    return options.array();
  }

  /** The text that options carry; options that we do not know are stepped over by their length. */
  public static String urlData(byte[] options) {
    StringBuilder text = new StringBuilder();
    int at = 0;
    while (at < options.length && options[at] != OPTION_END) {
      if (options[at] == OPTION_NOP) {
        at++;
        continue;
      }
      if (at + 1 >= options.length) {
        break;
      }
      int length = options[at + 1] & 0xff;
      int end = Math.min(at + 2 + length, options.length);
      if (options[at] == OPTION_URL_DATA) {
        text.append(new String(options, at + 2, end - at - 2, StandardCharsets.UTF_8));
      }
      at = end;
    }
    return text.toString();
  }

  /** A scrape of at most {@link #MAX_SCRAPE} torrents. */
  public static byte[] scrape(long connection, int transaction, List<InfoHash> hashes) {
    if (hashes.isEmpty() || hashes.size() > MAX_SCRAPE) {
      throw new IllegalArgumentException("a scrape names 1 to 74 torrents: " + hashes.size());
    }
    ByteBuffer packet = ByteBuffer.allocate(16 + hashes.size() * InfoHash.WIRE_LENGTH);
    packet.putLong(connection).putInt(SCRAPE).putInt(transaction);
    hashes.forEach(hash -> packet.put(hash.wire().toBytes()));
    return packet.array();
  }

  /**
   * What a tracker's packet says. Longer packets than we know are fine; shorter ones, and actions
   * that are none, are not answers and come back empty.
   *
   * @param ipv6 whether the packet came over IPv6, which decides the width of its addresses
   */
  public static Optional<UdpAnswer> decode(byte[] packet, boolean ipv6) {
    if (packet.length < 8) {
      return Optional.empty();
    }
    ByteBuffer in = ByteBuffer.wrap(packet);
    int action = in.getInt();
    int transaction = in.getInt();
    return switch (action) {
      case CONNECT ->
          packet.length < 16
              ? Optional.empty()
              : Optional.of(new UdpAnswer.Connected(transaction, in.getLong()));
      case ANNOUNCE ->
          packet.length < 20
              ? Optional.empty()
              : Optional.of(announced(transaction, in, packet, ipv6));
      case SCRAPE -> Optional.of(new UdpAnswer.Scraped(transaction, counts(in)));
      case ERROR -> {
        int length = Math.min(packet.length - 8, MAX_ERROR_TEXT);
        String text = new String(packet, 8, length, StandardCharsets.UTF_8);
        yield Optional.of(new UdpAnswer.Error(transaction, text.replace("\0", "")));
      }
      default -> Optional.empty();
    };
  }

  private static UdpAnswer announced(int transaction, ByteBuffer in, byte[] packet, boolean ipv6) {
    int interval = in.getInt();
    long leechers = Integer.toUnsignedLong(in.getInt());
    long seeders = Integer.toUnsignedLong(in.getInt());
    byte[] packed = Arrays.copyOfRange(packet, 20, packet.length);
    List<PeerAddress> peers = ipv6 ? CompactPeers.decodeV6(packed) : CompactPeers.decodeV4(packed);
    return new UdpAnswer.Announced(
        transaction, Math.max(interval, 0), leechers, seeders, List.copyOf(peers));
  }

  private static List<ScrapeCounts> counts(ByteBuffer in) {
    List<ScrapeCounts> counts = new ArrayList<>();
    while (in.remaining() >= 12 && counts.size() < MAX_SCRAPE) {
      long seeders = Integer.toUnsignedLong(in.getInt());
      long completed = Integer.toUnsignedLong(in.getInt());
      long leechers = Integer.toUnsignedLong(in.getInt());
      counts.add(new ScrapeCounts(seeders, completed, leechers));
    }
    return counts;
  }
}
