package minibit.daemon.trace;

import java.util.Map;
import minibit.core.announce.AnnounceRequest;
import minibit.core.announce.AnnounceResponse;
import minibit.core.wire.Handshake;
import minibit.core.wire.PeerMessage;

/**
 * Where those who send and receive tell what went over the wire. Any thread; calls are quick, and
 * nothing of the arguments is looked at when the trace is off.
 *
 * <p>In the connection loops: {@link #handshake} once a side, {@link #message} for every message
 * decoded or encoded, blocks as {@code new PeerMessage.Piece(block)}. In the tracker client: {@link
 * #announce} with {@code OUT} and {@link #answer} with {@code IN}; in the tracker's server the
 * other way round. What has no method of its own goes through {@link #exchange}. On hot paths ask
 * {@link #isOn} first, so that no argument is made in vain:
 *
 * <pre>{@code
 * if (trace.isOn()) {
 *   trace.message(Direction.IN, address, message);
 * }
 * }</pre>
 *
 * <p>{@code peer} is who is at the other end, an address or a tracker's URL; its {@code toString}
 * is written, later and by another thread.
 */
public interface WireTrace {
  /** Keeps nothing. */
  WireTrace NONE = new NoTrace();

  /** Whether anyone looks. */
  boolean isOn();

  /** The 68 bytes that open a connection. */
  void handshake(Direction direction, Object peer, Handshake handshake);

  /** A message between peers. */
  void message(Direction direction, Object peer, PeerMessage message);

  /** A request to a tracker, over HTTP or UDP. */
  void announce(Direction direction, Object peer, AnnounceRequest request);

  /** A tracker's answer. */
  void answer(Direction direction, Object peer, AnnounceResponse response);

  /**
   * Anything else: a scrape, or a message of the tracker's plain JSON face.
   *
   * @param name ours, as {@code docs/protocol.md} has it: {@code register}, {@code ping}…
   * @param fields texts, numbers, truth values, lists of these; in the map's order
   */
  void exchange(Direction direction, Object peer, String name, Map<String, ?> fields);
}
