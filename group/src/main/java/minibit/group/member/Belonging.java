package minibit.group.member;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import minibit.core.id.PeerAddress;
import minibit.core.identity.GroupId;
import minibit.group.office.GroupFace;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which group a member is in, and what it remembers of it over restarts. Owned by the loop. */
final class Belonging {
  private static final Logger log = LoggerFactory.getLogger(Belonging.class);

  /** How long after a failure the disk is tried again. */
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final Path home;
  private final Instant passport;
  private final Door door;
  private @Nullable GroupRecord record;
  private @Nullable GroupFace face;

  /** Whether the group is this member's own; on the way to another, any of the name will do. */
  private boolean bound;

  private String trouble = "";

  /** When to write again what could not be written. */
  private Instant retryAt = Instant.EPOCH;

  /** No group yet. The time of the passport shown from this home is kept with every record. */
  Belonging(Path home, Instant passport, Door door) {
    this.home = home;
    this.passport = passport;
    this.door = door;
  }

  /** The group of the last start. */
  void remember(GroupRecord known) {
    record = known;
    known.key().ifPresent(door::close);
    face = new GroupFace(known.group(), known.name(), known.recovery(), true, door.isClosed());
    bound = true;
  }

  /** A group of this member's own, which nobody knows yet. */
  void found(GroupId id, String name, List<PeerAddress> members) {
    face = new GroupFace(id, name, 0, false, door.isClosed());
    bound = true;
    save(new GroupRecord(id, name, 0, true, members, door.key()));
  }

  /** The group of a tracker that is followed from now on. */
  void follow(Office told, boolean votes) {
    face = told.face();
    bound = true;
    remember(told, votes);
  }

  /** Notes where this group's voters are. */
  void remember(Office told, boolean votes) {
    GroupRecord next =
        new GroupRecord(
            told.face().id(),
            told.face().name(),
            told.face().recovery(),
            votes,
            told.voters().stream().flatMap(v -> v.members().stream()).toList(),
            door.key());
    if (!next.equals(record)) {
      save(next);
    }
  }

  /** The group has moved to another; until that one takes this member in, any of the name will. */
  void move(GroupId to, List<PeerAddress> tracker) {
    String name = face().name();
    bound = false;
    face = new GroupFace(to, name, 0, true, false);
    save(new GroupRecord(to, name, 0, false, tracker, door.key()));
  }

  /** The group begins anew with an empty log, which this member founds. */
  void recover(List<PeerAddress> members) {
    GroupRecord known = record();
    GroupFace old = face();
    int recovery = known.recovery() + 1;
    bound = true;
    face = new GroupFace(known.group(), known.name(), recovery, true, old.closed());
    save(new GroupRecord(known.group(), known.name(), recovery, true, members, door.key()));
  }

  void votes(boolean now) {
    save(record().votes(now));
  }

  private void save(GroupRecord next) {
    record = next;
    try {
      next.save(home, passport);
      trouble = "";
    } catch (IOException e) {
      if (trouble.isEmpty()) {
        log.error("the group's record cannot be written: {}", e.getMessage());
      }
      trouble = String.valueOf(e.getMessage());
    }
  }

  /** The membership has ended for good: neither the record nor the log is kept. */
  void forget(VoterKeeper votes) {
    try {
      GroupRecord.forget(home);
      if (isKnown()) {
        votes.place().delete();
      }
    } catch (IOException e) {
      log.warn("something of the group stays in the home: {}", e.getMessage());
    }
  }

  /** Why the record of the group is not on the disk. */
  Optional<Trouble> trouble() {
    return trouble.isEmpty()
        ? Optional.empty()
        : Optional.of(new Trouble(Trouble.Kind.RECORD_UNWRITABLE, trouble));
  }

  /** Tries again what could not be written. */
  void tick(Instant now) {
    if (!trouble.isEmpty() && !now.isBefore(retryAt)) {
      retryAt = now.plus(RETRY);
      save(record());
    }
  }

  /** Whether there is a group, found or remembered. */
  boolean isKnown() {
    return record != null;
  }

  GroupRecord record() {
    GroupRecord known = record;
    if (known == null) {
      throw new IllegalStateException("no group yet");
    }
    return known;
  }

  GroupFace face() {
    GroupFace known = face;
    if (known == null) {
      throw new IllegalStateException("no group yet");
    }
    return known;
  }

  Optional<GroupFace> knownFace() {
    return Optional.ofNullable(face);
  }

  int recovery() {
    return record == null ? 0 : record.recovery();
  }

  boolean isBound() {
    return face != null && bound;
  }

  /** Whether this is the member's group, or may become it. */
  boolean mayFollow(Office told) {
    GroupFace known = face;
    if (known == null) {
      return true;
    }
    return bound ? known.id().equals(told.face().id()) : known.name().equals(told.face().name());
  }
}
