package minibit.core.announce.udp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import minibit.core.announce.AnnounceEvent;
import minibit.core.announce.AnnounceRequest;
import minibit.core.announce.ScrapeCounts;
import minibit.core.id.CompactPeers;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerAddress;
import minibit.core.id.PeerId;

/**
 * The tracker's half of BEP 15: what a packet asks for, and the answers. Who has shown no good
 * connection id gets no answer but a connection id of 16 bytes for a request of 16 or more, so
 * nobody is made to send much to an address that never asked for it. Any thread.
 */
public final class UdpTrackerPackets {
  /**
   * No answer is longer: what IPv6 carries over every link in one piece (1,280 bytes) without the
   * heads of IP and UDP.
   */
  public static final int MAX_ANSWER = 1_232;

  /** Longer requests are read up to here: what comes after the hashes of a scrape is not needed. */
  public static final int MAX_REQUEST = 2_048;

  private static final int HEAD = 16;
  private static final int ANNOUNCE_LENGTH = 98;
  private static final int ANSWER_HEAD = 20;
  private static final int MAX_ERROR_BYTES = 200;

  private final ConnectionIds ids;

  /** Takes these connection ids for good. */
  public UdpTrackerPackets(ConnectionIds ids) {
    this.ids = ids;
  }

  /** How many peers an answer over this family holds. */
  public static int mostPeers(boolean ipv6) {
    int width = ipv6 ? CompactPeers.V6_LENGTH : CompactPeers.V4_LENGTH;
    return (MAX_ANSWER - ANSWER_HEAD) / width;
  }

  /**
   * What a packet asks for; empty if it deserves no answer: it is too short, or is no connect and
   * bears no connection id that was given to its sender.
   *
   * @param in from position to limit; the position moves
   */
  public Optional<UdpRequest> read(ByteBuffer in, PeerAddress from, Instant now) {
    if (in.remaining() < HEAD) {
      return Optional.empty();
    }
    long connection = in.getLong();
    int action = in.getInt();
    int transaction = in.getInt();
    if (connection == UdpPackets.MAGIC && action == UdpPackets.CONNECT) {
      return Optional.of(new UdpRequest.Connect(transaction));
    }
    if (!ids.isGood(connection, from, now)) {
      return Optional.empty();
    }
    return Optional.of(
        switch (action) {
          case UdpPackets.ANNOUNCE -> announce(in, transaction);
          case UdpPackets.SCRAPE -> scrape(in, transaction);
          default -> new UdpRequest.Bad(transaction, "there is no such action");
        });
  }

  /** Options after the announce (BEP 41) say nothing that this tracker needs. */
  private static UdpRequest announce(ByteBuffer in, int transaction) {
    if (in.remaining() < ANNOUNCE_LENGTH - HEAD) {
      return new UdpRequest.Bad(transaction, "an announce has at least 98 bytes");
    }
    InfoHash hash = InfoHash.read(in);
    PeerId id = PeerId.read(in);
    long downloaded = in.getLong();
    long left = in.getLong();
    long uploaded = in.getLong();
    int event = in.getInt();
    in.getInt(); // whoever could name any address could have anybody dialled
    int key = in.getInt();
    int wanted = in.getInt();
    int port = in.getShort() & 0xffff;
    if (port == 0) {
      return new UdpRequest.Bad(transaction, "port must be from 1 to 65535");
    }
    return new UdpRequest.Announce(
        transaction,
        new AnnounceRequest(
            hash,
            id,
            port,
            Math.max(0, uploaded),
            Math.max(0, downloaded),
            // Some say -1 before they know the torrent.
            left < 0 ? Long.MAX_VALUE : left,
            event(event),
            wanted < 0 ? AnnounceRequest.DEFAULT_NUM_WANT : wanted,
            key,
            ""));
  }

  /** Events that we do not know, such as {@code paused} (BEP 21), are regular announces. */
  private static AnnounceEvent event(int code) {
    return switch (code) {
      case 1 -> AnnounceEvent.COMPLETED;
      case 2 -> AnnounceEvent.STARTED;
      case 3 -> AnnounceEvent.STOPPED;
      default -> AnnounceEvent.NONE;
    };
  }

  private static UdpRequest scrape(ByteBuffer in, int transaction) {
    List<InfoHash> hashes = new ArrayList<>();
    while (in.remaining() >= InfoHash.WIRE_LENGTH && hashes.size() < UdpPackets.MAX_SCRAPE) {
      hashes.add(InfoHash.read(in));
    }
    return hashes.isEmpty()
        ? new UdpRequest.Bad(transaction, "name the torrents: 20 bytes each")
        : new UdpRequest.Scrape(transaction, hashes);
  }

  /** Gives a connection id to this address. */
  public void connected(ByteBuffer out, int transaction, PeerAddress to, Instant now) {
    out.putInt(UdpPackets.CONNECT).putInt(transaction).putLong(ids.give(to, now));
  }

  /**
   * Begins the answer to an announce: room for its head, behind which the peers are to be written,
   * all of the family over which it was asked, which decides the width of all (BEP 15).
   *
   * @return behind it, with room for {@link #mostPeers} of them
   */
  public static ByteBuffer announcing(ByteBuffer out) {
    return out.position(out.position() + ANSWER_HEAD);
  }

  /** Fills the head of an answer that was begun at this place. */
  public static void announced(
      ByteBuffer out, int at, int transaction, long interval, int leechers, int seeders) {
    out.putInt(at, UdpPackets.ANNOUNCE).putInt(at + 4, transaction);
    out.putInt(at + 8, (int) interval).putInt(at + 12, leechers).putInt(at + 16, seeders);
  }

  /** The answer to a scrape: the counts in the order of the question. */
  public static void scraped(ByteBuffer out, int transaction, List<ScrapeCounts> counts) {
    out.putInt(UdpPackets.SCRAPE).putInt(transaction);
    for (ScrapeCounts count : counts) {
      out.putInt(clamp(count.complete()));
      out.putInt(clamp(count.downloaded()));
      out.putInt(clamp(count.incomplete()));
    }
  }

  private static int clamp(long count) {
    return (int) Math.clamp(count, 0, Integer.MAX_VALUE);
  }

  /** A refusal in words, cut after 200 bytes. */
  public static void error(ByteBuffer out, int transaction, String reason) {
    byte[] words = reason.getBytes(StandardCharsets.UTF_8);
    out.putInt(UdpPackets.ERROR).putInt(transaction);
    out.put(words, 0, Math.min(words.length, MAX_ERROR_BYTES));
  }
}
