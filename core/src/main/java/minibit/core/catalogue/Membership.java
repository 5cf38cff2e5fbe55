package minibit.core.catalogue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import minibit.core.catalogue.Change.Refusal;
import minibit.core.identity.MemberId;
import minibit.core.identity.Passport;
import org.jspecify.annotations.Nullable;

/** Who is in the group, who of them is away, and what each has on its shelf. */
final class Membership {
  private final TreeMap<MemberId, Shelf> shelves = new TreeMap<>();

  /** Invitations for one that were used, until they expire: as many as there may be members. */
  private final TreeMap<UUID, UsedInvitation> invitations = new TreeMap<>();

  private boolean grown;

  @Nullable Shelf shelf(MemberId id) {
    return shelves.get(id);
  }

  /** Whether there ever was a second member. */
  boolean isGrown() {
    return grown;
  }

  List<Member> members() {
    return shelves.values().stream().map(Shelf::member).toList();
  }

  Optional<Member> member(MemberId id) {
    return Optional.ofNullable(shelves.get(id)).map(Shelf::member);
  }

  boolean isPresent(MemberId id) {
    Shelf shelf = shelves.get(id);
    return shelf != null && shelf.member().present();
  }

  List<UsedInvitation> invitations() {
    return List.copyOf(invitations.values());
  }

  List<Change> join(CatalogueCommand.MemberJoined joined) {
    Passport passport = joined.passport();
    MemberId id = passport.id();
    Shelf shelf = shelves.get(id);
    if (shelf == null) {
      if (shelves.size() >= CatalogueLimits.MEMBERS) {
        return List.of(new Change.Refused(Refusal.TOO_MANY_MEMBERS));
      }
      shelves.put(id, new Shelf(new Member(id, passport, joined.at(), true, joined.at())));
      grown |= shelves.size() > 1;
      return List.of(new Change.MemberCame(id));
    }
    List<Change> changes = new ArrayList<>(present(id, true, joined.at()));
    Member now = shelf.member();
    if (!now.passport().equals(passport)) {
      shelf.member(new Member(id, passport, now.joined(), true, now.changed()));
      changes.add(new Change.MemberUpdated(id));
    }
    return changes;
  }

  List<Change> admit(CatalogueCommand.MemberAdmitted admitted) {
    MemberId id = admitted.passport().id();
    invitations.values().removeIf(used -> used.expires().isBefore(admitted.at()));
    UsedInvitation used = invitations.get(admitted.invitation());
    if (used != null && !used.by().equals(id)) {
      return List.of(new Change.Refused(Refusal.INVITATION_USED));
    }
    if (invitations.size() >= CatalogueLimits.MEMBERS) {
      return List.of(new Change.Refused(Refusal.TOO_MANY_MEMBERS));
    }
    List<Change> changes =
        join(new CatalogueCommand.MemberJoined(admitted.passport(), admitted.at()));
    if (changes.stream().noneMatch(Change.Refused.class::isInstance)) {
      invitations.put(
          admitted.invitation(), new UsedInvitation(admitted.invitation(), id, admitted.expires()));
    }
    return changes;
  }

  /** Lets a member go; its files are to be taken by {@code taken} before. */
  List<Change> leave(MemberId id, Consumer<Shelf> taken) {
    Shelf shelf = shelves.get(id);
    if (shelf == null) {
      return List.of(new Change.Refused(Refusal.UNKNOWN_MEMBER));
    }
    taken.accept(shelf);
    shelves.remove(id);
    return List.of(new Change.MemberGone(id));
  }

  List<Change> present(MemberId id, boolean present, Instant at) {
    Shelf shelf = shelves.get(id);
    if (shelf == null) {
      return List.of(new Change.Refused(Refusal.UNKNOWN_MEMBER));
    }
    Member member = shelf.member();
    if (member.present() == present) {
      return List.of();
    }
    shelf.member(new Member(id, member.passport(), member.joined(), present, at));
    return List.of(present ? new Change.MemberBack(id) : new Change.MemberAway(id));
  }

  /** Puts an image's members into this, which must be new. */
  void restore(CatalogueImage.Header header) {
    grown = header.grown();
    for (Member member : header.members()) {
      shelves.put(member.id(), new Shelf(member));
    }
    for (UsedInvitation used : header.invitations()) {
      invitations.put(used.invitation(), used);
    }
  }
}
