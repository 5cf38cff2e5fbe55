package minibit.group.member;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import minibit.core.id.PeerAddress;
import minibit.core.identity.GroupId;
import minibit.group.closed.GroupKey;
import minibit.group.office.Beacon;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way into a group: calls for one, founds one when nobody answers, asks to be taken in, and
 * looks for the tracker when it is silent. Owned by the loop.
 */
final class Joining {
  private static final Logger log = LoggerFactory.getLogger(Joining.class);

  /** How often a daemon without a group, or without a tracker, calls for one. */
  private static final Duration CALL = Duration.ofMillis(300);

  /** How long a daemon that was refused waits before it asks again. */
  private static final Duration REFUSED = Duration.ofSeconds(5);

  /** How long being taken in may take: a quorum writes it down first. */
  private static final Duration TAKEN_IN = Duration.ofSeconds(5);

  private final GroupMember self;
  private final GroupConfig config;
  private final Beacons beacons;
  private final GroupListener listener;
  private final RandomGenerator chance;
  private final Instant listenUntil;
  private Instant nextCall;
  private boolean underWay;
  private String refusal = "";

  Joining(
      GroupMember self,
      GroupConfig config,
      Beacons beacons,
      GroupListener listener,
      RandomGenerator chance,
      Instant now) {
    this.self = self;
    this.config = config;
    this.beacons = beacons;
    this.listener = listener;
    this.chance = chance;
    this.listenUntil = now.plus(listening(config, beacons, chance));
    this.nextCall = now;
  }

  /** Who can hear nobody need not listen. */
  private static Duration listening(GroupConfig config, Beacons beacons, RandomGenerator chance) {
    if (beacons == Beacons.NONE) {
      return Duration.ZERO;
    }
    Duration least = config.settings().listenMin();
    long span = config.settings().listenMax().minus(least).toMillis();
    return least.plusMillis(chance.nextLong(span + 1));
  }

  boolean isUnderWay() {
    return underWay;
  }

  /** Without a group: call, ask, and found one when nobody answered for long enough. */
  void look(Instant now) {
    if (underWay || self.votes().isOpening()) {
      return;
    }
    boolean founds =
        switch (config.entry()) {
          case Entry.Found found -> true;
          case Entry.Look look -> config.join().isEmpty() && !now.isBefore(listenUntil);
          case Entry.Invited invited -> false;
        };
    if (founds) {
      found();
      return;
    }
    if (isTimeToCall(now)) {
      nextCall = now.plus(CALL);
      if (!self.door().isWaiting()) {
        beacons.send(self.door().veiled(new Beacon.Seek(config.group())));
      }
      if (!config.join().isEmpty()) {
        join(config.join());
      }
    }
  }

  boolean isTimeToCall(Instant now) {
    return !now.isBefore(nextCall);
  }

  private void found() {
    GroupId id = new GroupId(new UUID(chance.nextLong(), chance.nextLong()));
    if (config.entry() instanceof Entry.Found(boolean closed) && closed) {
      self.door().close(GroupKey.drawn());
    }
    log.info("founding {} as {}", config.group(), id);
    self.belonging().found(id, config.group(), config.members());
    self.votes().open(List.of(self.votes().seat()));
  }

  /** The tracker is silent: ask the voters, those remembered, and the LAN. */
  void askAround(Instant now) {
    nextCall = now.plus(config.settings().heartbeat());
    GroupRecord known = self.belonging().record();
    beacons.send(self.door().veiled(new Beacon.Seek(known.name())));
    for (PeerAddress address : known.members()) {
      if (!config.members().contains(address)) {
        askWhoIsTracker(List.of(address));
      }
    }
  }

  /** Asks a member whom it follows, and joins there if that tracker comes after ours. */
  void askWhoIsTracker(List<PeerAddress> member) {
    self.post()
        .askOpenly(
            member,
            new Request.Ask(self.belonging().record().name()),
            config.settings().heartbeat())
        .thenAccept(reply -> self.onLoop(() -> onTold(reply)));
  }

  private void onTold(Reply reply) {
    if (reply instanceof Reply.Known known && known.office().isPresent()) {
      Office told = known.office().get();
      // A tracker in office asks nobody, unless the group has begun a new log without it.
      boolean mayAsk = self.duty() == null || told.epoch().recovery() > self.votes().recovery();
      if (mayAsk
          && self.belonging().mayFollow(told)
          && told.epoch().compareTo(self.tenure().epoch()) >= 0
          && !underWay) {
        join(told.tracker().members());
      }
    }
  }

  /** Asks to be taken in, at these addresses and wherever they point to. */
  void join(List<PeerAddress> addresses) {
    underWay = true;
    String name = self.belonging().isKnown() ? self.belonging().record().name() : config.group();
    self.post()
        .askOpenly(addresses, new Request.Join(self.passport(), name), TAKEN_IN)
        .whenComplete(
            (reply, failure) ->
                self.onLoop(
                    () -> {
                      underWay = false;
                      if (reply != null) {
                        onAnswer(reply, addresses);
                      }
                    }));
  }

  private void onAnswer(Reply reply, List<PeerAddress> asked) {
    switch (reply) {
      case Reply.Known known when known.office().isPresent() -> {
        Office told = known.office().get();
        if (!told.tracker().id().equals(known.id())) {
          if (!told.tracker().members().equals(asked)) {
            join(told.tracker().members());
          }
        } else if (self.belonging().mayFollow(told)) {
          self.tenure().follow(told);
        }
      }
      case Reply.Admitted(Reply.Known known, byte[] key) -> {
        // Whoever is in a group already, open or closed, was not waiting for a key.
        if (self.door().isWaiting()) {
          self.door().close(GroupKey.of(key));
          onAnswer(known, asked);
        }
      }
      case Reply.Failed(Reply.Code code, String text) -> onRefused(code, text);
      case Reply.Known known -> log.debug("{} knows no tracker", known.id().brief());
      case Reply.Report r -> log.debug("not an answer: {}", r);
      case Reply.Taken t -> log.debug("not an answer: {}", t);
      case Reply.Sums s -> log.debug("not an answer: {}", s);
      case Reply.Marks m -> log.debug("not an answer: {}", m);
      case Reply.Done d -> log.debug("not an answer: {}", d);
      case Reply.Relayed r -> log.debug("not an answer: {}", r);
    }
  }

  private void onRefused(Reply.Code code, String text) {
    switch (code) {
      case NOT_TRACKER, NO_QUORUM, MOVING -> log.debug("not taken in yet: {}", text);
      case MALFORMED,
          UNKNOWN_MEMBER,
          OLD_EPOCH,
          OTHER_GROUP,
          VERSION,
          DUPLICATE_IDENTITY,
          LIMIT,
          PRESENT,
          NOT_INVITED -> {
        // Nothing will be otherwise in a moment: people must do something.
        nextCall = self.now().plus(REFUSED);
        if (!text.equals(refusal)) {
          refusal = text;
          log.warn("not taken in: {}", text);
        }
        self.tenure().onRefused(text);
        listener.onRefused(code, text);
      }
    }
  }
}
