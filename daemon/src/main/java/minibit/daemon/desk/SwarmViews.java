package minibit.daemon.desk;

import java.util.List;
import minibit.daemon.api.model.SwarmPicture;
import minibit.daemon.api.model.TransferDetail;

/** The swarm of a transfer as a picture shows it. */
public final class SwarmViews {
  private SwarmViews() {}

  /**
   * A picture of a transfer's swarm. What this daemon sees itself is all in it, as its connections
   * are bounded; what others say is added within {@link SwarmPicture#MAX_NODES} and {@link
   * SwarmPicture#MAX_LINKS}.
   *
   * @param name of this daemon
   * @param others what other members say of their own links; those with this daemon left out
   */
  public static SwarmPicture picture(TransferDetail detail, String name, List<SwarmReport> others) {
    SwarmSketch sketch = new SwarmSketch(Math.toIntExact(detail.transfer().pieces()));
    sketch.own(detail, name);
    sketch.others(others);
    return sketch.picture();
  }
}
