package minibit.daemon.desk;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import minibit.daemon.api.model.SwarmPicture;
import minibit.daemon.api.model.TransferDetail;

/**
 * A picture in the making: first what this daemon sees, then what others say. Whoever came first
 * stays as it is: our word counts before anybody's, a sender's before a receiver's.
 */
final class SwarmSketch {
  private static final String ME = "me";
  private static final String MEMBER = "member";
  private static final String PEER = "peer";

  /** Begins the id of a member that this daemon has no connection with; no address begins so. */
  private static final String MEMBER_ID = MEMBER + ":";

  private record Ends(String from, String to) {}

  private final int pieces;
  private final Map<String, SwarmPicture.Node> nodes = new LinkedHashMap<>();
  private final Map<Ends, Long> links = new LinkedHashMap<>();
  private final Map<String, String> idsByName = new HashMap<>();

  SwarmSketch(int pieces) {
    this.pieces = pieces;
  }

  void own(TransferDetail detail, String name) {
    nodes.put(ME, new SwarmPicture.Node(ME, name, ME, pieces, detail.transfer().piecesHave()));
    for (TransferDetail.Peer peer : detail.peers()) {
      if (!peer.connected()) {
        continue;
      }
      String id = peer.address();
      nodes.put(
          id,
          new SwarmPicture.Node(
              id,
              peer.member().orElse(peer.client()),
              peer.member().isPresent() ? MEMBER : PEER,
              pieces,
              peer.pieces()));
      if (peer.down() > 0) {
        links.put(new Ends(id, ME), peer.down());
      }
      if (peer.up() > 0) {
        links.put(new Ends(ME, id), peer.up());
      }
    }
  }

  void others(List<SwarmReport> reports) {
    reports.forEach(report -> report.links().forEach(this::introduce));
    knowByName();
    List<SwarmReport> known =
        reports.stream().filter(each -> member(each.member(), each.have()).isPresent()).toList();
    known.forEach(this::sent);
    known.forEach(this::received);
  }

  SwarmPicture picture() {
    List<SwarmPicture.Link> drawn = new ArrayList<>();
    links.forEach((ends, rate) -> drawn.add(new SwarmPicture.Link(ends.from(), ends.to(), rate)));
    return new SwarmPicture(List.copyOf(nodes.values()), drawn);
  }

  /** Others may know as a member whom this daemon knows by its address alone. */
  private void introduce(SwarmReport.Link link) {
    link.member()
        .ifPresent(
            name ->
                nodes.computeIfPresent(
                    link.address(),
                    (id, node) ->
                        node.role().equals(PEER)
                            ? new SwarmPicture.Node(id, name, MEMBER, node.pieces(), node.have())
                            : node));
  }

  /** Names need not be unique: one that several have means none of them. */
  private void knowByName() {
    Set<String> shared = new HashSet<>();
    for (SwarmPicture.Node node : nodes.values()) {
      if (node.role().equals(MEMBER) && idsByName.putIfAbsent(node.name(), node.id()) != null) {
        shared.add(node.name());
      }
    }
    idsByName.keySet().removeAll(shared);
  }

  private void sent(SwarmReport report) {
    Optional<String> self = member(report.member(), report.have());
    for (SwarmReport.Link link : report.links()) {
      if (link.up() > 0) {
        self.ifPresent(from -> far(link).ifPresent(to -> add(from, to, link.up())));
      }
    }
  }

  private void received(SwarmReport report) {
    Optional<String> self = member(report.member(), report.have());
    for (SwarmReport.Link link : report.links()) {
      if (link.down() > 0) {
        self.ifPresent(to -> far(link).ifPresent(from -> add(from, to, link.down())));
      }
    }
  }

  private void add(String from, String to, long rate) {
    // What goes from and to this daemon it knows better.
    if (!from.equals(to)
        && !from.equals(ME)
        && !to.equals(ME)
        && links.size() < SwarmPicture.MAX_LINKS) {
      links.putIfAbsent(new Ends(from, to), rate);
    }
  }

  private Optional<String> far(SwarmReport.Link link) {
    return link.member().isPresent()
        ? member(link.member().get(), link.have())
        : node(link.address(), link.client(), PEER, link.have());
  }

  private Optional<String> member(String name, int have) {
    String known = idsByName.get(name);
    return known != null ? Optional.of(known) : node(MEMBER_ID + name, name, MEMBER, have);
  }

  /** The id of a node that is there, or was added; empty when there is no room. */
  private Optional<String> node(String id, String name, String role, int have) {
    if (!nodes.containsKey(id)) {
      if (nodes.size() >= SwarmPicture.MAX_NODES) {
        return Optional.empty();
      }
      nodes.put(id, new SwarmPicture.Node(id, name, role, pieces, Math.min(have, pieces)));
    }
    return Optional.of(id);
  }
}
