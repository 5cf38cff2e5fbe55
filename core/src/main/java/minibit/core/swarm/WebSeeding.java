package minibit.core.swarm;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import minibit.core.picker.Puller;
import minibit.core.picker.RunPicker;
import minibit.core.piece.Block;
import minibit.core.session.PeerKey;
import minibit.core.webseed.FetchEnd;
import minibit.core.webseed.WebFault;

/**
 * Web seeds beside the peers (BEP 19). Each counts as a holder of everything and is asked for long
 * runs of pieces that nobody else was asked for. Who is busy or breaks off is left alone for a
 * while, the longer the more often; who has nothing to give, or gave a corrupt piece all by itself,
 * for good; who lacks some files, with the pieces in which they lie. Who sends whole files only is
 * asked for one run after the other in their order. A swarm without web seeds does nothing here.
 */
final class WebSeeding {
  /** Runs at one time from all web seeds of a torrent. */
  static final int MAX_RUNS = 4;

  /** A run is no more than this part of what is missing: one for each run that may go on. */
  private static final int SHARE = MAX_RUNS;

  /** How often idle and silent seeds are looked at. */
  private static final Duration TICK = Duration.ofSeconds(1);

  /** Silence after which others may be asked for what is open. */
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final SwarmState state;
  private final Requests requests;
  private final RunPicker picker;
  private final RandomGenerator random;
  private boolean active;
  private boolean stopped;
  private boolean look;
  private long nextRun;
  private Instant tickAt = Instant.MAX;

  WebSeeding(SwarmState state, Requests requests, RandomGenerator random) {
    this.state = state;
    this.requests = requests;
    this.picker = requests.picker().runs();
    this.random = random;
  }

  Instant deadline() {
    return tickAt;
  }

  /** Servers that have the content. */
  void found(List<String> addresses) {
    for (String address : addresses) {
      Optional<WebSource> added = state.web.add(address, state.everyPiece);
      if (active && added.isPresent()) {
        join(added.get());
      }
    }
    look = true;
  }

  /** Blocks came; the books of the pieces know it already. */
  void arrived(PeerKey key, List<Block> fresh, List<Block> duplicates) {
    state
        .web
        .get(key.number())
        .ifPresent(
            source -> {
              source.arrived(fresh, state.now());
              source.arrived(duplicates, state.now());
              duplicates.forEach(block -> requests.picker().released(block, source.number()));
            });
  }

  /** A run is over. */
  void ended(PeerKey key, long number, FetchEnd end) {
    Optional<WebSource> found = state.web.get(key.number());
    Optional<WebSource.Run> run = found.flatMap(source -> source.ended(number));
    if (found.isEmpty() || run.isEmpty()) {
      return;
    }
    WebSource source = found.get();
    release(source, run.get());
    switch (end) {
      case FetchEnd.Whole() -> source.delivered();
      case FetchEnd.NoRoom() -> source.postponed(TICK, state.now());
      case FetchEnd.Later(WebFault fault, Optional<Duration> after) ->
          source.failed(fault, after, state.now());
      case FetchEnd.Lacking(WebFault fault, int first, int last) ->
          lacks(source, fault, first, last);
      case FetchEnd.WholeFiles() -> source.wholeFiles();
      case FetchEnd.Never(WebFault fault) -> giveUp(source, fault);
    }
    look = true;
  }

  /** A run goes on, though no block of it comes. */
  void passed(PeerKey key, long number) {
    state.web.get(key.number()).ifPresent(source -> source.passed(number, state.now()));
  }

  /** These, in the order of their first block, sent a piece that is corrupt. */
  void failed(List<Long> contributors) {
    for (long number : contributors) {
      state
          .web
          .get(number)
          .ifPresent(
              source -> {
                if (contributors.size() == 1) {
                  giveUp(source, WebFault.CORRUPT);
                } else {
                  source.suspect();
                }
              });
    }
  }

  /** Asks for nothing any more. */
  void stop() {
    stopped = true;
    for (WebSource source : state.web.all()) {
      stopRuns(source);
    }
  }

  /** The user's wishes changed, or something became free. */
  void lookSoon() {
    look = true;
  }

  /** Does what is due, and asks who has room. */
  void settle() {
    if (state.web.isEmpty()) {
      return;
    }
    activate(!stopped && !requests.picker().needed().isEmpty());
    if (!active) {
      tickAt = Instant.MAX;
      return;
    }
    if (!state.now().isBefore(tickAt)) {
      state.web.all().forEach(this::judge);
      look = true;
    }
    if (look) {
      look = false;
      fill();
      tickAt = nextTick();
    }
  }

  /** Counts the seeds as holders while there is something to hold. */
  private void activate(boolean wanted) {
    if (wanted == active) {
      return;
    }
    active = wanted;
    look = true;
    for (WebSource source : state.web.all()) {
      if (source.isUseless()) {
        continue;
      }
      if (wanted) {
        join(source);
      } else {
        stopRuns(source);
        leave(source);
      }
    }
  }

  private void join(WebSource source) {
    requests.picker().join(source.has());
  }

  private void leave(WebSource source) {
    requests.picker().leave(source.has(), source.has().isFull());
  }

  /** One of its files is missing there; the others may still be had. */
  private void lacks(WebSource source, WebFault fault, int first, int last) {
    if (source.isUseless()) {
      return;
    }
    if (active) {
      leave(source);
    }
    boolean useful = source.lacks(fault, first, last);
    if (active) {
      join(source);
    }
    if (!useful) {
      giveUp(source, fault);
    }
  }

  private Instant nextTick() {
    Instant next = Instant.MAX;
    for (WebSource source : state.web.all()) {
      if (source.isUseless()) {
        continue;
      }
      Instant soon = state.now().plus(TICK);
      boolean waits = source.runs().isEmpty() && source.notBefore().isAfter(soon);
      Instant due = waits ? source.notBefore() : soon;
      next = due.isBefore(next) ? due : next;
    }
    return next;
  }

  /** Stops runs of which nothing is needed or nothing comes; lets others help with slow ones. */
  private void judge(WebSource source) {
    boolean slow = source.secondsLeft(state.now()) > state.settings.patience().toSeconds();
    for (WebSource.Run run : source.runs()) {
      Duration silence = Duration.between(run.lastBlock(), state.now());
      boolean needless = run.open().stream().allMatch(state.table::isReceived);
      if (needless && !mustReadOn(source)) {
        stop(source, run);
      } else if (silence.compareTo(state.settings.unanswered()) >= 0) {
        stop(source, run);
        source.failed(WebFault.SILENT, Optional.empty(), state.now());
      } else if (!run.isLoosened() && (slow || silence.compareTo(PAUSE) >= 0)) {
        run.loosen();
        release(source, run);
      }
    }
  }

  /**
   * Whether what others were faster with is on the way to what is wanted: who sends whole files
   * only would send it all again.
   */
  private boolean mustReadOn(WebSource source) {
    return source.isWholeFiles() && picker.leadsOn(source.source());
  }

  private void stopRuns(WebSource source) {
    source.runs().forEach(run -> stop(source, run));
  }

  private void stop(WebSource source, WebSource.Run run) {
    if (source.ended(run.number()).isPresent()) {
      release(source, run);
      source.brokenOff();
      state.emit(new SwarmEffect.StopFetch(source.key(), run.number()));
    }
  }

  /** What is open may be asked of others. */
  private void release(WebSource source, WebSource.Run run) {
    for (Block block : run.open()) {
      requests.picker().released(block, source.number());
    }
    if (!run.open().isEmpty()) {
      requests.refillSoon();
    }
  }

  private void giveUp(WebSource source, WebFault why) {
    if (source.isUseless()) {
      return;
    }
    stopRuns(source);
    source.giveUp(why);
    if (active) {
      leave(source);
    }
  }

  /** One run each, as long as there is room and something to ask for. */
  private void fill() {
    boolean asked = true;
    while (asked) {
      asked = false;
      for (WebSource source : state.web.all()) {
        asked |= running() < MAX_RUNS && source.hasRoom(state.now()) && ask(source);
      }
    }
  }

  private int running() {
    int runs = 0;
    for (WebSource source : state.web.all()) {
      runs += source.runs().size();
    }
    return runs;
  }

  /** While peers are there, each may have its part of what is missing. */
  private long runLength(WebSource source) {
    long length = source.runLength(state.now());
    if (state.peerCount() == 0) {
      return length;
    }
    long missing = (long) requests.picker().needed().count() * state.table.geometry().pieceLength();
    return Math.min(length, Math.max(WebSource.SMALLEST_RUN, missing / SHARE));
  }

  private boolean ask(WebSource source) {
    List<Block> blocks = pick(source);
    if (blocks.isEmpty() && source.runs().isEmpty()) {
      blocks = afterForgetting(source);
    }
    if (blocks.isEmpty()) {
      return false;
    }
    WebSource.Run run = source.asked(nextRun++, blocks, state.now());
    state.emit(
        new SwarmEffect.Fetch(
            source.key(), source.address(), run.number(), run.blocks(), source.isWholeFiles()));
    return true;
  }

  private List<Block> pick(WebSource source) {
    return picker.pick(source.source(), runLength(source), random, state.now());
  }

  /** A piece that must come from one alone, and was left half done, is begun anew. */
  private List<Block> afterForgetting(WebSource source) {
    Puller puller =
        new Puller(source.number(), source.has(), false, source.isSuspect(), List.of(), List.of());
    int stuck = requests.picker().stuckFor(puller);
    if (stuck < 0) {
      return List.of();
    }
    requests.forget(stuck);
    return pick(source);
  }
}
