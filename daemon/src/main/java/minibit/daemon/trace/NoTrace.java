package minibit.daemon.trace;

import java.util.Map;
import minibit.core.announce.AnnounceRequest;
import minibit.core.announce.AnnounceResponse;
import minibit.core.wire.Handshake;
import minibit.core.wire.PeerMessage;

/** The trace of those who did not ask for one. */
record NoTrace() implements WireTrace {
  @Override
  public boolean isOn() {
    return false;
  }

  @Override
  public void handshake(Direction direction, Object peer, Handshake handshake) {}

  @Override
  public void message(Direction direction, Object peer, PeerMessage message) {}

  @Override
  public void announce(Direction direction, Object peer, AnnounceRequest request) {}

  @Override
  public void answer(Direction direction, Object peer, AnnounceResponse response) {}

  @Override
  public void exchange(Direction direction, Object peer, String name, Map<String, ?> fields) {}
}
