package minibit.daemon.engine;

import java.util.Optional;
import minibit.core.words.Sentence;

/**
 * Where a torrent stands, and what is wrong with it. Only its control steps change it; any thread
 * looks.
 */
final class Standing {
  private volatile TorrentStatus.State state;
  private volatile Optional<TorrentStatus.Problem> problem = Optional.empty();

  /** Nothing is wrong. */
  Standing(TorrentSpec.Source source) {
    state =
        source instanceof TorrentSpec.Source.Known
            ? TorrentStatus.State.CHECKING
            : TorrentStatus.State.METADATA;
  }

  TorrentStatus.State state() {
    return state;
  }

  Optional<TorrentStatus.Problem> problem() {
    return problem;
  }

  boolean is(TorrentStatus.State other) {
    return state == other;
  }

  /** It goes on there. */
  void moves(TorrentStatus.State next) {
    state = next;
  }

  /** It begins anew there, and what was wrong is forgotten. */
  void begins(TorrentStatus.State next) {
    state = next;
    problem = Optional.empty();
  }

  /**
   * It is about to fail. The first fault counts: what follows from it would only hide it.
   *
   * @return false if it has failed before
   */
  boolean fails(String code, Sentence sentence) {
    if (state == TorrentStatus.State.FAILED) {
      return false;
    }
    problem = Optional.of(new TorrentStatus.Problem(code, sentence));
    return true;
  }
}
