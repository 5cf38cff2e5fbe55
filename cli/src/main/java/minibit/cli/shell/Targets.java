package minibit.cli.shell;

import java.util.List;
import java.util.Optional;
import minibit.cli.frame.Dialogue;
import minibit.cli.frame.Results;
import minibit.cli.frame.Session;
import minibit.daemon.api.Backend;
import org.jspecify.annotations.Nullable;

/**
 * The daemons of a shell, the one in use, and what was listed of it last. The thread of the shell
 * switches; completion, on another, only asks.
 */
final class Targets implements Session {
  private final List<Target> targets;
  private final Optional<Dialogue> dialogue;
  private final Results results = new Results();
  private Target current;
  private @Nullable Backend connected;

  Targets(List<Target> targets, Optional<Dialogue> dialogue) {
    this.targets = List.copyOf(targets);
    this.dialogue = dialogue;
    this.current = targets.getFirst();
  }

  List<Target> all() {
    return targets;
  }

  synchronized Target current() {
    return current;
  }

  /** Speaks to another daemon from now on; false if there is none of that name. */
  synchronized boolean use(String name) {
    Optional<Target> named =
        targets.stream().filter(target -> target.name().equals(name)).findFirst();
    named.ifPresent(
        target -> {
          current = target;
          connected = null;
          results.remember(List.of());
        });
    return named.isPresent();
  }

  /** A daemon that came back has another port: the next question looks for it again. */
  synchronized void forgetConnection() {
    connected = null;
  }

  @Override
  public synchronized Backend daemon() {
    if (connected == null) {
      connected = current.connect().apply(current.home());
    }
    return connected;
  }

  @Override
  public Optional<Dialogue> dialogue() {
    return dialogue;
  }

  @Override
  public Results results() {
    return results;
  }
}
