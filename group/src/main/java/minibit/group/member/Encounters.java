package minibit.group.member;

import java.time.Duration;
import java.time.Instant;
import minibit.core.catalogue.CatalogueCommand;
import minibit.group.office.Beacon;
import minibit.group.office.GroupFace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Meeting others on the LAN: shows this tracker's group, answers those who look for it, and yields
 * to another group of the name when it must. Owned by the loop.
 */
final class Encounters {
  private static final Logger log = LoggerFactory.getLogger(Encounters.class);

  /** How often a tracker shows its group to the LAN. */
  private static final Duration SHOW = Duration.ofSeconds(2);

  private final GroupMember self;
  private final GroupConfig config;
  private final Beacons beacons;
  private Instant nextShow;
  private boolean yielding;

  Encounters(GroupMember self, GroupConfig config, Beacons beacons, Instant now) {
    this.self = self;
    this.config = config;
    this.beacons = beacons;
    this.nextShow = now;
  }

  /** As the tracker in office: here we are, every now and then. */
  void show(TrackerDuty duty, Instant now) {
    if (!yielding && !now.isBefore(nextShow)) {
      nextShow = now.plus(SHOW);
      beacons.send(
          self.door().veiled(new Beacon.Here(self.face(), duty.epoch(), config.members())));
    }
  }

  /** This tracker has news: it shows itself at once. */
  void showSoon(Instant now) {
    nextShow = now;
  }

  void onBeacon(Beacon beacon) {
    switch (beacon) {
      case Beacon.Seek(String name) -> {
        if (self.duty() != null && self.face().name().equals(name)) {
          nextShow = self.now();
        }
      }
      case Beacon.Here here -> onGroupSeen(here);
    }
  }

  private void onGroupSeen(Beacon.Here here) {
    Joining joining = self.joining();
    Belonging belonging = self.belonging();
    if (!belonging.isBound()) {
      String name = belonging.knownFace().map(GroupFace::name).orElse(config.group());
      if (here.face().name().equals(name) && !joining.isUnderWay() && !self.votes().isOpening()) {
        joining.join(here.tracker());
      }
      return;
    }
    switch (self.face().meets(here.face())) {
      case SAME -> {
        boolean mayAsk = self.duty() == null || here.epoch().recovery() > belonging.recovery();
        boolean isNews =
            self.tenure().followed().isEmpty() || here.epoch().compareTo(self.tenure().epoch()) > 0;
        if (mayAsk && isNews && !joining.isUnderWay()) {
          joining.join(here.tracker());
        }
      }
      case WE_YIELD -> {
        if (self.duty() != null && !yielding) {
          makeSure(here);
        }
      }
      case THEY_YIELD -> nextShow = self.now();
      case STRANGERS, APART -> {}
    }
  }

  /** Before a group yields it asks the other one itself: datagrams are anybody's. */
  private void makeSure(Beacon.Here here) {
    yielding = true;
    self.post()
        .askOpenly(
            here.tracker(), new Request.Ask(here.face().name()), config.settings().detectMin())
        .whenComplete(
            (reply, failure) ->
                self.onLoop(
                    () -> {
                      if (reply instanceof Reply.Known known && isTrueReasonToYield(known)) {
                        yieldTo(known.office().orElseThrow());
                      } else {
                        yielding = false;
                      }
                    }));
  }

  private boolean isTrueReasonToYield(Reply.Known known) {
    return known
        .office()
        .filter(office -> office.tracker().isGenuine())
        .filter(office -> office.tracker().id().equals(known.id()))
        .filter(office -> self.face().meets(office.face()) == GroupFace.Meeting.WE_YIELD)
        .isPresent();
  }

  private void yieldTo(Office other) {
    TrackerDuty own = self.duty();
    if (own == null) {
      yielding = false;
      return;
    }
    log.info("group {} yields to {}", self.face().id(), other.face().id());
    CatalogueCommand.Moved moved =
        new CatalogueCommand.Moved(
            other.face().id(), other.tracker().members(), self.clock().instant());
    own.voter()
        .propose(moved)
        .whenComplete(
            (done, failure) ->
                self.onLoop(
                    () -> {
                      if (failure != null) {
                        yielding = false;
                        return;
                      }
                      own.beat();
                      // The others hear of it from this heartbeat, or from the log.
                      self.later(config.settings().heartbeat())
                          .thenRun(() -> self.tenure().onMoved(moved));
                    }));
  }

  /** The group is another now. */
  void onMoved() {
    yielding = false;
  }
}
