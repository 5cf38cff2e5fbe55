package minibit.cli.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import minibit.cli.frame.CliException;
import minibit.cli.frame.ExitCode;
import minibit.cli.frame.Interrupts;
import minibit.cli.shell.Target;
import minibit.daemon.api.model.Status;

/**
 * Daemons on this machine that form a group of a name nobody else has, on loopback alone. Closing
 * ends them all. One thread, but {@link #close} any.
 */
final class DemoGroup implements AutoCloseable {
  /** A daemon answers after a second or two; five at once on a small machine take longer. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration STEP = Duration.ofMillis(50);

  /** Something that will be so; asked again and again. */
  @FunctionalInterface
  interface Question<T> {
    /** The answer, once there is one. */
    Optional<T> ask() throws IOException, CliException;
  }

  private final String name;
  private final Interrupts interrupts;
  private final List<DemoDaemon> daemons = new ArrayList<>();

  private DemoGroup(String name, Interrupts interrupts) {
    this.name = name;
    this.interrupts = interrupts;
  }

  /** A group without members yet. */
  static DemoGroup named(Interrupts interrupts) {
    byte[] drawn = new byte[4];
    new SecureRandom().nextBytes(drawn);
    return new DemoGroup("demo-" + HexFormat.of().formatHex(drawn), interrupts);
  }

  /** Starts a daemon for each hand of files: the first founds the group, the others join it. */
  void start(Path folder, List<List<Path>> hands)
      throws IOException, CliException, InterruptedException {
    add(folder, hands.getFirst(), Optional.empty());
    Status founder = until(() -> daemons.getFirst().status());
    Optional<String> join = Optional.of(founder.listen().member());
    for (List<Path> hand : hands.subList(1, hands.size())) {
      add(folder, hand, join);
    }
  }

  private synchronized void add(Path folder, List<Path> hand, Optional<String> join)
      throws IOException, InterruptedException {
    if (interrupts.interrupted()) {
      throw new InterruptedException();
    }
    String own = "peer" + (daemons.size() + 1);
    daemons.add(DemoDaemon.start(own, folder.resolve(own), name, hand, join));
  }

  String name() {
    return name;
  }

  synchronized List<DemoDaemon> daemons() {
    return List.copyOf(daemons);
  }

  /** Those that have not been killed. */
  List<DemoDaemon> alive() {
    return daemons().stream().filter(DemoDaemon::isAlive).toList();
  }

  DemoDaemon named(String wanted) {
    return daemons().stream()
        .filter(daemon -> daemon.name().equals(wanted))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no daemon " + wanted));
  }

  /** The daemons as a shell reaches them. */
  List<Target> targets() {
    return daemons().stream().map(daemon -> Target.of(daemon.name(), daemon.home())).toList();
  }

  /** Waits until every daemon that lives knows the same tracker, and all of them are members. */
  Status settled() throws IOException, CliException, InterruptedException {
    return until(
        () -> {
          Optional<Status> tracker = Optional.empty();
          String known = "";
          for (DemoDaemon daemon : alive()) {
            Optional<Status> status = daemon.status();
            String its =
                status
                    .flatMap(said -> said.group().tracker())
                    .map(member -> member.id())
                    .orElse("");
            if (its.isEmpty() || !known.isEmpty() && !its.equals(known)) {
              return Optional.empty();
            }
            known = its;
            tracker = status.filter(said -> said.group().tracker().isPresent()).or(() -> status);
          }
          return tracker.filter(said -> said.group().voters().size() >= wantedVoters());
        });
  }

  /** As many as the group will rest at. */
  private int wantedVoters() {
    int alive = alive().size();
    return alive < 3 ? 1 : alive < 5 ? 3 : 5;
  }

  /** Asks until there is an answer; a daemon that ends meanwhile ends the demo with its words. */
  <T> T until(Question<T> question) throws IOException, CliException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Optional<T> answer = question.ask();
      if (answer.isPresent()) {
        return answer.get();
      }
      if (System.nanoTime() > deadline) {
        throw new CliException(ExitCode.FAILURE, "demo-stuck", PATIENCE.toSeconds());
      }
      if (interrupts.await(STEP)) {
        throw new InterruptedException();
      }
    }
  }

  /** Stops the demo with the words of a daemon that ended by itself. */
  void checkAlive(List<DemoDaemon> expected) throws IOException, CliException {
    for (DemoDaemon daemon : expected) {
      if (!daemon.isAlive()) {
        throw new CliException(ExitCode.FAILURE, "peer-died", daemon.name(), daemon.trouble());
      }
    }
  }

  /** Ends them all at once, without a word. */
  void kill() {
    List<DemoDaemon> all = daemons();
    all.forEach(DemoDaemon::kill);
    all.forEach(DemoDaemon::close);
  }

  @Override
  public void close() {
    List<DemoDaemon> all = daemons();
    all.forEach(DemoDaemon::end);
    all.forEach(DemoDaemon::close);
  }
}
