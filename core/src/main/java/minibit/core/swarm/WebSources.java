package minibit.core.swarm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import minibit.core.piece.BegunPiece;
import minibit.core.piece.Bitfield;
import minibit.core.session.PeerKey;

/** The web seeds of a torrent, in the order they were named. Mutable; owned by the swarm. */
final class WebSources {
  /** Kept of one torrent: more than that are no mirrors, but somebody's list of victims. */
  static final int MAX = 16;

  /** Below every connection's number, and below {@link BegunPiece#NOBODY}. */
  private static final long FIRST_NUMBER = BegunPiece.NOBODY - 1;

  private final List<WebSource> sources = new ArrayList<>();

  boolean isEmpty() {
    return sources.isEmpty();
  }

  List<WebSource> all() {
    return Collections.unmodifiableList(sources);
  }

  /** A source of this address, if it is a new one and there is room. */
  Optional<WebSource> add(String address, Bitfield everyPiece) {
    if (sources.size() >= MAX || sources.stream().anyMatch(s -> s.address().equals(address))) {
      return Optional.empty();
    }
    WebSource source =
        new WebSource(new PeerKey(FIRST_NUMBER - sources.size()), address, everyPiece);
    sources.add(source);
    return Optional.of(source);
  }

  /** Whether an asker of blocks is a web seed. */
  static boolean isSource(long number) {
    return number <= FIRST_NUMBER;
  }

  Optional<WebSource> get(long number) {
    long index = FIRST_NUMBER - number;
    return index >= 0 && index < sources.size()
        ? Optional.of(sources.get((int) index))
        : Optional.empty();
  }

  /** Whether this source brings what it was asked for. */
  boolean keepsUp(long number) {
    return get(number).map(WebSource::keepsUp).orElse(false);
  }
}
