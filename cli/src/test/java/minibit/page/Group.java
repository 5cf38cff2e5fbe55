package minibit.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import minibit.daemon.api.client.ApiClient;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.MemberRef;
import minibit.daemon.api.model.SearchRequest;
import minibit.interop.Workspace;

/** Three daemons that vote: two share the same large file, the third is the user's. */
final class Group implements AutoCloseable {
  static final String LARGE = "ocean temperatures 2025.nc";
  static final int LARGE_BYTES = 24 << 20;

  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int VOTERS = 3;
  private static final String USER = "ana";

  private final List<Daemon> others = new ArrayList<>();
  private final Daemon user;
  private volatile boolean closed;

  private Group(List<Daemon> others, Daemon user) {
    this.others.addAll(others);
    this.user = user;
  }

  /** Starts all, and waits until the user's daemon finds what the others share. */
  static Group start(Path place) {
    String name = "page-" + ProcessHandle.current().pid();
    Path first = shared(place.resolve("lab-1-files"), true);
    Daemon founder = Daemon.start("lab-1", place.resolve("lab-1"), name, Optional.of(first), "");
    founder.await("founds the group", PATIENCE, founder::ready);
    String join = founder.status().orElseThrow().listen().member();
    Path second = shared(place.resolve("lab-2-files"), false);
    Daemon other = Daemon.start("lab-2", place.resolve("lab-2"), name, Optional.of(second), join);
    Daemon user = Daemon.start(USER, place.resolve("ana"), name, Optional.empty(), join);
    Group group = new Group(List.of(founder, other), user);
    user.await("joins", PATIENCE, user::ready);
    user.await("sees three voters", PATIENCE, group::hasItsVoters);
    user.await("finds the file at two members", PATIENCE, group::findsBoth);
    return group;
  }

  private static Path shared(Path folder, boolean all) {
    Workspace.created(folder.resolve("maps"));
    try {
      byte[] large = new byte[LARGE_BYTES];
      new SplittableRandom(2025).nextBytes(large);
      Files.write(folder.resolve(LARGE), large);
      if (all) {
        Files.writeString(folder.resolve("maps/ocean currents.txt"), "warm water goes north\n");
        Files.writeString(
            folder.resolve("<img src=x onerror=alert(1)> ocean.txt"), "names are text\n");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder;
  }

  private boolean hasItsVoters() {
    return user.status().filter(now -> now.group().voters().size() == VOTERS).isPresent();
  }

  private boolean findsBoth() {
    try {
      return user.ask(api -> api.search(SearchRequest.of("temperatures"))).results().stream()
          .anyMatch(found -> found.holders().size() == 2);
    } catch (ApiException e) {
      // No tracker answers yet.
      return false;
    }
  }

  Daemon user() {
    return user;
  }

  /** The kinds of events that the user's daemon tells from now on, as they come. */
  Set<String> hear() {
    Set<String> types = ConcurrentHashMap.newKeySet();
    Thread.ofVirtual().start(() -> listen(types));
    return types;
  }

  /** As a page does: whoever is cut off goes on behind the last event. */
  private void listen(Set<String> types) {
    AtomicReference<Optional<String>> last = new AtomicReference<>(Optional.empty());
    while (!closed) {
      try {
        Set<String> unused = user.ask(api -> heard(api, last, types));
      } catch (ApiException e) {
        // It is asked again, until all ends.
        Thread.onSpinWait();
      }
    }
  }

  private static Set<String> heard(
      ApiClient api, AtomicReference<Optional<String>> last, Set<String> types) {
    api.events(
        last.get(),
        event -> {
          types.add(event.type());
          last.set(Optional.of(event.id()));
        });
    return types;
  }

  /** The epoch the user's daemon knows; 0 while it does not answer. */
  long epoch() {
    return user.status().map(now -> now.group().epoch()).orElse(0L);
  }

  /** Kills the tracker; should the user's daemon be it, another is elected first. */
  void killTheTracker() {
    user.await("sees another in office", PATIENCE, this::anotherInOffice);
    others.stream().filter(one -> one.isCalled(tracker())).findFirst().orElseThrow().kill();
  }

  private boolean anotherInOffice() {
    if (tracker().equals(USER)) {
      user.ask(api -> api.election());
    }
    return others.stream().anyMatch(one -> one.isCalled(tracker()));
  }

  /** The tracker's name; empty while the user's daemon knows none. */
  String tracker() {
    return user.status().flatMap(now -> now.group().tracker()).map(MemberRef::name).orElse("");
  }

  @Override
  public void close() {
    closed = true;
    user.close();
    others.forEach(Daemon::close);
  }
}
