package minibit.daemon.engine;

import minibit.core.wire.CloseReason;
import minibit.core.wire.Handshake;
import minibit.daemon.net.PeerConnection;
import minibit.daemon.trace.Direction;
import org.jspecify.annotations.Nullable;

/**
 * What a link does until both handshakes are through: says ours, and finds out which run theirs
 * means; who dialled in for a torrent that does not run waits here while it is looked for. On the
 * connection's loop, but for the questions.
 */
final class LinkHandshaking {
  private final PeerLink link;
  private final Door door;
  private volatile boolean spoke;
  private volatile boolean reached;
  private @Nullable Handshake waiting;

  /** Nobody was reached, and nothing was said. */
  LinkHandshaking(PeerLink link, Door door) {
    this.link = link;
    this.door = door;
  }

  /** Whether somebody was there when we dialled. Any thread. */
  boolean isReached() {
    return reached;
  }

  /** Whether the peer waits for its torrent, or did. Any thread. */
  boolean isWaiting() {
    return spoke;
  }

  /** Somebody is there whom we dialled for this run, if it goes on. */
  void connected(PeerConnection dialled, @Nullable SwarmRun owner) {
    reached = true;
    if (owner == null || owner.isStopped()) {
      dialled.close(CloseReason.SHUTDOWN);
      return;
    }
    Handshake ours = owner.dialHandshake();
    owner.trace().handshake(Direction.OUT, link.remote(), ours);
    dialled.sendHandshake(ours);
  }

  /** Whom we dialled for this run says hello. */
  void answered(PeerConnection from, @Nullable SwarmRun owner, Handshake hello) {
    if (owner == null || !owner.hashes().answersTo(hello.infoHash())) {
      from.close(CloseReason.UNKNOWN_TORRENT);
      return;
    }
    door.shook(link);
    owner.refusers().agreed(link.remote());
    owner.trace().handshake(Direction.IN, link.remote(), hello);
    link.begin(from, owner, owner.dialHandshake(), hello);
  }

  /** Who dialled us says hello. */
  void entered(PeerConnection from, Handshake hello) {
    SwarmRun owner = door.route(hello);
    if (owner != null) {
      enter(from, owner, hello);
      return;
    }
    waiting = hello;
    spoke = true;
    from.hold();
    if (!door.seek(link, hello)) {
      link.notFound();
    }
  }

  /** The torrent that an incoming peer wants is this one. */
  private void enter(PeerConnection from, SwarmRun owner, Handshake hello) {
    link.belongTo(owner);
    Handshake ours = owner.answerTo(hello);
    owner.trace().handshake(Direction.OUT, link.remote(), ours);
    from.sendHandshake(ours);
    owner.trace().handshake(Direction.IN, link.remote(), hello);
    // Having answered by the v2 name, both talk v2 (BEP 52).
    link.begin(from, owner, ours, new Handshake(hello.reserved(), ours.infoHash(), hello.peerId()));
  }

  /** What the peer waited for runs now. */
  void found(@Nullable PeerConnection from, SwarmRun owner) {
    Handshake hello = waiting;
    waiting = null;
    if (from != null && hello != null && !from.isClosed()) {
      enter(from, owner, hello);
      from.proceed();
    }
  }

  /** There is no such torrent. */
  void notFound() {
    waiting = null;
  }
}
