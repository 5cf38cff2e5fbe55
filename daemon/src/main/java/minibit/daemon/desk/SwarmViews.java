package minibit.daemon.desk;

import java.util.ArrayList;
import java.util.List;
import minibit.daemon.api.model.SwarmPicture;
import minibit.daemon.api.model.TransferDetail;

/** The swarm of a transfer as a picture shows it. */
public final class SwarmViews {
  private static final String ME = "me";

  private SwarmViews() {}

  /**
   * A picture of a transfer's swarm.
   *
   * @param name of this daemon
   */
  public static SwarmPicture picture(TransferDetail detail, String name) {
    List<SwarmPicture.Node> nodes = new ArrayList<>();
    List<SwarmPicture.Link> links = new ArrayList<>();
    int pieces = Math.toIntExact(detail.transfer().pieces());
    nodes.add(new SwarmPicture.Node(ME, name, ME, pieces, detail.transfer().piecesHave()));
    for (TransferDetail.Peer peer : detail.peers()) {
      if (!peer.connected()) {
        continue;
      }
      nodes.add(
          new SwarmPicture.Node(
              peer.address(),
              peer.member().orElse(peer.client()),
              peer.member().isPresent() ? "member" : "peer",
              pieces,
              peer.pieces()));
      if (peer.down() > 0) {
        links.add(new SwarmPicture.Link(peer.address(), ME, peer.down()));
      }
      if (peer.up() > 0) {
        links.add(new SwarmPicture.Link(ME, peer.address(), peer.up()));
      }
    }
    return new SwarmPicture(nodes, links);
  }
}
