package minibit.core.announce.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import minibit.core.announce.ScrapeCounts;
import minibit.core.bencode.BBytes;
import minibit.core.bencode.BDict;
import minibit.core.bencode.BList;
import minibit.core.bencode.Bencode;
import minibit.core.id.CompactPeers;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerAddress;

/** A tracker's answers in bencode (BEP 3, 7, 23, 24, 48). */
public final class TrackerReply {
  private TrackerReply() {}

  /** The answer to an announce. */
  public static byte[] announce(
      TrackerAnswer answer, RegistrySettings settings, boolean compact, boolean noPeerId) {
    return switch (answer) {
      case TrackerAnswer.Refused(String reason) -> failure(reason);
      case TrackerAnswer.Given given -> {
        BDict.Builder reply =
            BDict.builder()
                .put("interval", settings.interval().toSeconds())
                .put("min interval", settings.minInterval().toSeconds())
                .put("complete", given.seeders())
                .put("incomplete", given.leechers())
                .put("downloaded", given.downloaded())
                .put("external ip", given.seenAs().ip());
        if (compact) {
          pack(given.peers(), reply);
        } else {
          reply.put("peers", list(given.peers(), noPeerId));
        }
        yield Bencode.encode(reply.build());
      }
    };
  }

  private static void pack(List<GivenPeer> peers, BDict.Builder reply) {
    List<PeerAddress> addresses = new ArrayList<>(peers.size());
    for (GivenPeer peer : peers) {
      addresses.add(peer.address());
    }
    reply.put("peers", CompactPeers.encodeV4(addresses));
    byte[] v6 = CompactPeers.encodeV6(addresses);
    if (v6.length > 0) {
      reply.put("peers6", v6);
    }
  }

  private static BList list(List<GivenPeer> peers, boolean noPeerId) {
    List<BDict> entries = new ArrayList<>(peers.size());
    for (GivenPeer peer : peers) {
      BDict.Builder entry =
          BDict.builder().put("ip", peer.address().host()).put("port", peer.address().port());
      if (!noPeerId) {
        peer.id().ifPresent(id -> entry.put("peer id", id.toBytes()));
      }
      entries.add(entry.build());
    }
    return BList.of(entries);
  }

  /** The answer to a scrape. */
  public static byte[] scrape(Map<InfoHash, ScrapeCounts> torrents) {
    BDict.Builder files = BDict.builder();
    torrents.forEach(
        (hash, counts) ->
            files.put(
                BBytes.of(hash.toBytes()),
                BDict.builder()
                    .put("complete", counts.complete())
                    .put("downloaded", counts.downloaded())
                    .put("incomplete", counts.incomplete())
                    .build()));
    return Bencode.encode(BDict.builder().put("files", files.build()).build());
  }

  /** A refusal. */
  public static byte[] failure(String reason) {
    return Bencode.encode(BDict.builder().put("failure reason", reason).build());
  }
}
