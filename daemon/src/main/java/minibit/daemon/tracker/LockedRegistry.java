package minibit.daemon.tracker;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import minibit.core.announce.AnnounceRequest;
import minibit.core.announce.registry.Asker;
import minibit.core.announce.registry.PackedAnswer;
import minibit.core.announce.registry.RegistrySettings;
import minibit.core.announce.registry.SwarmRegistry;
import minibit.core.announce.registry.SwarmView;

/**
 * The registry for many threads, one at a time: an announce holds it for microseconds, and what is
 * slow (reading requests, writing answers) happens outside.
 */
final class LockedRegistry {
  private final SwarmRegistry registry;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();

  LockedRegistry(SwarmRegistry registry, InstantSource clock) {
    this.registry = registry;
    this.clock = clock;
  }

  RegistrySettings settings() {
    return registry.settings();
  }

  <T> T with(BiFunction<SwarmRegistry, Instant, T> question) {
    lock.lock();
    try {
      return question.apply(registry, clock.instant());
    } finally {
      lock.unlock();
    }
  }

  /** Takes an announce, and writes peers into this buffer; see {@link SwarmRegistry}. */
  PackedAnswer announce(Instant now, Asker asker, AnnounceRequest request, ByteBuffer peers) {
    lock.lock();
    try {
      return registry.announce(now, asker, request, peers);
    } finally {
      lock.unlock();
    }
  }

  void clean() {
    lock.lock();
    try {
      registry.clean(clock.instant());
    } finally {
      lock.unlock();
    }
  }

  List<SwarmView> view(int mostPeers) {
    return with((swarms, now) -> swarms.view(now, mostPeers));
  }
}
