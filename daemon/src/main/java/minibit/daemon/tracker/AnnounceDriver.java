package minibit.daemon.tracker;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import minibit.core.announce.AnnounceRequest;
import minibit.core.announce.AnnounceResponse;
import minibit.core.announce.Announcer;
import minibit.core.announce.AnnouncerEffect;
import minibit.core.announce.AnnouncerEvent;
import minibit.core.announce.Progress;
import minibit.core.announce.TrackerStatus;
import minibit.core.announce.TrackerUrl;

/**
 * Runs an {@link Announcer} against real trackers and a real clock. Has no thread: whoever brings
 * an event while nobody is at work works off all that wait. Any thread.
 */
public final class AnnounceDriver {
  private final Announcer announcer;
  private final TrackerClients clients;
  private final ScheduledExecutorService timer;
  private final InstantSource clock;
  private final Supplier<Progress> progress;
  private final AnnounceListener listener;
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();

  // Guarded by mailbox: who finds working false sets it and drains.
  private final Queue<AnnouncerEvent> mailbox = new ArrayDeque<>();
  private boolean working;

  // Touched only by who works.
  private Instant alarmAt = Instant.MAX;
  private Future<?> alarm = CompletableFuture.completedFuture(null);

  private volatile List<TrackerStatus> status;

  /**
   * A driver that does nothing before {@link #start}.
   *
   * @param timer shared by many; only posts events
   * @param progress how the torrent stands; called on any thread, must not wait
   */
  public AnnounceDriver(
      Announcer announcer,
      TrackerClients clients,
      ScheduledExecutorService timer,
      InstantSource clock,
      Supplier<Progress> progress,
      AnnounceListener listener) {
    this.announcer = announcer;
    this.clients = clients;
    this.timer = timer;
    this.clock = clock;
    this.progress = progress;
    this.listener = listener;
    this.status = announcer.status();
  }

  /** Announces for the first time, at once. The port must be open by now. */
  public void start() {
    post(new AnnouncerEvent.Started());
  }

  /** The download became complete. Ignored if it was at the start. */
  public void completed() {
    post(new AnnouncerEvent.Completed());
  }

  /** Peers are wanted as soon as the trackers allow. */
  public void hurry() {
    post(new AnnouncerEvent.Hurry());
  }

  /**
   * Tells the trackers of the end.
   *
   * @return complete when they know, or after five seconds
   */
  public CompletableFuture<Void> stop() {
    post(new AnnouncerEvent.Stopping());
    return stopped.copy();
  }

  /** How it stands with each tracker. */
  public List<TrackerStatus> status() {
    return status;
  }

  private void post(AnnouncerEvent event) {
    synchronized (mailbox) {
      mailbox.add(event);
      if (working) {
        return;
      }
      working = true;
    }
    drain();
  }

  private void drain() {
    while (true) {
      AnnouncerEvent event;
      synchronized (mailbox) {
        event = mailbox.poll();
        if (event == null) {
          working = false;
          return;
        }
      }
      boolean done = false;
      try {
        work(event);
        done = true;
      } finally {
        if (!done) {
          // Our own fault: the next event shall still find somebody to work.
          synchronized (mailbox) {
            working = false;
          }
        }
      }
    }
  }

  private void work(AnnouncerEvent event) {
    if (event instanceof AnnouncerEvent.DeadlineReached) {
      alarmAt = Instant.MAX;
    }
    announcer.handle(clock.instant(), progress.get(), event).forEach(this::perform);
    status = announcer.status();
    setAlarm();
  }

  private void perform(AnnouncerEffect effect) {
    switch (effect) {
      case AnnouncerEffect.Ask(long ticket, TrackerUrl tracker, AnnounceRequest request) -> {
        listener.asking(tracker, request);
        clients
            .announce(tracker, request)
            .thenAccept(response -> answered(ticket, tracker, request, response));
      }
      case AnnouncerEffect.PeersFound(TrackerUrl tracker, var peers) ->
          listener.peersFound(tracker, peers);
      case AnnouncerEffect.Warned(TrackerUrl tracker, String message) ->
          listener.warned(tracker, message);
      case AnnouncerEffect.Failed(TrackerUrl tracker, String message) ->
          listener.failed(tracker, message);
      case AnnouncerEffect.Stopped() -> stopped.complete(null);
    }
  }

  private void answered(
      long ticket, TrackerUrl tracker, AnnounceRequest request, AnnounceResponse response) {
    listener.answered(tracker, request, response);
    post(new AnnouncerEvent.Answered(ticket, response));
  }

  private void setAlarm() {
    Instant deadline = announcer.deadline();
    if (deadline.equals(alarmAt)) {
      return;
    }
    alarm.cancel(false);
    alarmAt = deadline;
    if (deadline.equals(Instant.MAX)) {
      return;
    }
    // A millisecond more, because clocks of different grain must not wake us too early.
    long wait = Math.max(0, Duration.between(clock.instant(), deadline).toMillis() + 1);
    try {
      alarm =
          timer.schedule(
              () -> post(new AnnouncerEvent.DeadlineReached()), wait, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // The process ends: nobody waits for announces any more.
      stopped.complete(null);
    }
  }
}
