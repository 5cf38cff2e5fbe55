package minibit.sim.world;

import minibit.core.piece.Block;
import minibit.core.wire.PeerMessage;

/**
 * What must hold after every event of a simulation. Each broken promise throws, with the time and
 * the host, and the seed replays it.
 */
final class Checks {
  /** Deadlines at one and the same time after which a swarm is taken to run in circles. */
  private static final int MOST_AT_ONCE = 1_000;

  /**
   * The books inside a swarm are audited once in so many events, for an audit reads all of them.
   */
  private static final int AUDIT_EVERY = 64;

  private final World world;
  private long events;
  private long deadlineAt = -1;
  private int deadlines;

  Checks(World world) {
    this.world = world;
  }

  /** What a host says must be true. */
  void says(Host host, PeerMessage message) {
    if (message instanceof PeerMessage.Have(int piece) && !host.verified().get(piece)) {
      throw broken(host, "announces piece " + piece + ", which is not verified");
    }
    if (message instanceof PeerMessage.HaveAll && !host.isComplete()) {
      throw broken(host, "says it has everything");
    }
  }

  /**
   * No block is asked of a peer twice, nor one that is here. Across a hop both may happen, when the
   * news is on its way to the swarm.
   */
  void asks(Host host, Channel channel, Block block, boolean here) {
    boolean informed = world.hop() == 0;
    if (informed && channel.open.contains(block)) {
      throw broken(host, "asks " + channel.remote + " for " + block + " twice");
    }
    if (informed && here) {
      throw broken(host, "asks for " + block + ", which it has");
    }
    if (!world.geometry().isWhole(block)) {
      throw broken(host, "asks for " + block + ", which is no block of the torrent");
    }
    if (!channel.remote.verified().get(block.piece())) {
      throw broken(host, "asks " + channel.remote + " for " + block + ", which that has not");
    }
  }

  /** Open requests stay within the window's ceiling. */
  void window(Host host, Channel channel) {
    if (channel.open.size() > world.settings().window().ceiling()) {
      throw broken(host, "has " + channel.open.size() + " requests open at " + channel.remote);
    }
  }

  /** A choked peer is served nothing but what it was allowed, and nobody what we have not. */
  void serves(Host host, Channel channel, Block block) {
    if (channel.uploads.isChoking() && !channel.allowed.contains(block.piece())) {
      throw broken(host, "serves " + channel.remote + ", which it chokes");
    }
    if (!host.verified().get(block.piece())) {
      throw broken(host, "serves " + block + ", which is not verified");
    }
  }

  /** A swarm that wants to be called again and again at one time never comes to an end. */
  void deadline(Host host) {
    long now = world.timeline().now();
    deadlines = now == deadlineAt ? deadlines + 1 : 1;
    deadlineAt = now;
    if (deadlines > MOST_AT_ONCE) {
      throw broken(host, "has a deadline that does not move");
    }
  }

  /** After an event and all that followed from it. */
  void afterEvent(Host host) {
    if (++events % AUDIT_EVERY == 0) {
      audit(host);
    }
  }

  /** The host's books against the swarm's, which may be a hop behind. */
  void audit(Host host) {
    if (world.hop() == 0 && !host.swarm().verified().equals(host.verified())) {
      throw broken(host, "and its swarm do not agree on what is verified");
    }
  }

  /** What was sent has come, was lost, or is under way. */
  void books() {
    long underWay = world.bytesUnderWay();
    if (world.traffic().underWay() != underWay) {
      throw new BrokenPromise(
          world.traffic().underWay() + " bytes should be under way, " + underWay + " are");
    }
  }

  private BrokenPromise broken(Host host, String what) {
    return new BrokenPromise("at " + world.elapsed() + " " + host + " " + what);
  }
}
