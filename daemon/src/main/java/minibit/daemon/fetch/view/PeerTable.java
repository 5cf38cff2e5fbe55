package minibit.daemon.fetch.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import minibit.core.id.PeerAddress;
import minibit.daemon.catalogue.HolderView;
import minibit.daemon.engine.TorrentStatus;
import minibit.daemon.fetch.model.PeerView;

/**
 * Everybody a transfer dealt with, over pauses and restarts: who they are in the group, what they
 * gave and took. Only the owner's thread.
 */
public final class PeerTable {
  /** Peers of earlier runs that are kept, and addresses of members: more than one swarm has. */
  private static final int MAX_KEPT = 500;

  private final Map<String, PeerView> before = new LinkedHashMap<>();
  private final Map<String, String> members = new LinkedHashMap<>();

  /** Who was there in earlier runs, by peer id. */
  public void restore(Map<String, PeerView> kept) {
    before.putAll(kept);
  }

  /** Where members are. */
  public void learn(List<HolderView> holders) {
    for (HolderView holder : holders) {
      for (PeerAddress address : holder.peers()) {
        if (members.size() < MAX_KEPT) {
          members.put(address.toString(), holder.name());
        }
      }
    }
  }

  /** A run ends in this state: its peers belong to the past. */
  public void runEnds(TorrentStatus last) {
    Map<String, PeerView> kept = kept(last);
    before.clear();
    before.putAll(kept);
  }

  /** Who would be remembered if the run ended now. */
  public Map<String, PeerView> kept(TorrentStatus now) {
    Map<String, PeerView> kept = new LinkedHashMap<>();
    all(Optional.of(now))
        .forEach(
            (id, peer) -> {
              if (kept.size() < MAX_KEPT && (peer.downloaded() > 0 || peer.uploaded() > 0)) {
                kept.put(id, gone(peer));
              }
            });
    return kept;
  }

  /** Those of the past, by peer id. */
  public Map<String, PeerView> past() {
    return before;
  }

  /** All peers, the connected first. */
  public List<PeerView> view(Optional<TorrentStatus> now) {
    return new ArrayList<>(all(now).values());
  }

  private Map<String, PeerView> all(Optional<TorrentStatus> now) {
    Map<String, PeerView> all = new LinkedHashMap<>();
    now.ifPresent(
        status -> {
          status.peers().forEach(p -> all.merge(p.id().hex(), show(p), PeerTable::plus));
          status.left().forEach(p -> all.merge(p.id().hex(), show(p), PeerTable::plus));
        });
    before.forEach((id, peer) -> all.merge(id, peer, PeerTable::plus));
    return all;
  }

  private PeerView show(TorrentStatus.PeerStatus peer) {
    return new PeerView(
        peer.address(),
        member(peer.listens(), peer.address()),
        peer.client(),
        true,
        peer.outgoing(),
        peer.pieces(),
        peer.downRate(),
        peer.upRate(),
        peer.downloaded(),
        peer.uploaded(),
        peer.amChoking(),
        peer.amInterested(),
        peer.peerChoking(),
        peer.peerInterested(),
        peer.snubbed(),
        peer.source(),
        peer.carriage());
  }

  private PeerView show(TorrentStatus.FormerPeer peer) {
    return PeerView.gone(
        peer.address(),
        member(peer.listens(), peer.address()),
        peer.client(),
        peer.downloaded(),
        peer.uploaded());
  }

  private static PeerView gone(PeerView peer) {
    return PeerView.gone(
        peer.address(), peer.member(), peer.client(), peer.downloaded(), peer.uploaded());
  }

  private Optional<String> member(Optional<PeerAddress> listens, String address) {
    return listens
        .map(at -> members.get(at.toString()))
        .or(() -> Optional.ofNullable(members.get(address)));
  }

  /** A peer as it is now, with what it moved before. */
  private static PeerView plus(PeerView now, PeerView earlier) {
    return new PeerView(
        now.address(),
        now.member().or(earlier::member),
        now.client(),
        now.connected(),
        now.outgoing(),
        now.pieces(),
        now.down(),
        now.up(),
        now.downloaded() + earlier.downloaded(),
        now.uploaded() + earlier.uploaded(),
        now.amChoking(),
        now.amInterested(),
        now.peerChoking(),
        now.peerInterested(),
        now.snubbed(),
        now.source(),
        now.carriage());
  }
}
