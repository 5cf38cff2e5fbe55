package minibit.core.catalogue;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import minibit.core.id.PeerAddress;
import minibit.core.identity.GroupId;
import minibit.core.identity.MemberId;
import minibit.core.identity.Passport;
import minibit.core.identity.Seal;

/**
 * An entry of the group's log. The tracker checks signatures before it proposes one; who applies it
 * only checks form and limits. Times are the proposing tracker's, to be shown, never compared.
 */
public sealed interface CatalogueCommand {
  /** The first entry of a log: which group this is. A log has one; a second is refused. */
  record Founded(GroupId group, String name, int recovery, Instant at)
      implements CatalogueCommand {}

  /** A member came, or came again with other keys, names or addresses; it is present from now. */
  record MemberJoined(Passport passport, Instant at) implements CatalogueCommand {}

  /**
   * A member was taken in by an invitation for one. One that another member has used is refused.
   *
   * @param invitation its number
   * @param expires after which the tracker refuses it anyhow, so that nobody need remember it
   */
  record MemberAdmitted(Passport passport, UUID invitation, Instant expires, Instant at)
      implements CatalogueCommand {}

  /** A member went for good, or was forgotten: with all its files. */
  record MemberLeft(MemberId member, Instant at) implements CatalogueCommand {}

  /** A member's lease ran out: its files are hidden and its records kept. */
  record Away(MemberId member, Instant at) implements CatalogueCommand {}

  /** A member that was away is heard again, with the files it had. */
  record Back(MemberId member, Instant at) implements CatalogueCommand {}

  /** Files of one member; one with a path it registered before takes the old one's place. */
  record Register(MemberId member, List<Seal> seals, List<Registration> files, Instant at)
      implements CatalogueCommand {
    /** Checks that a command has no more files than an entry may have. */
    public Register {
      if (files.size() > CatalogueLimits.BATCH || seals.size() > CatalogueLimits.BATCH) {
        throw new IllegalArgumentException("more files than a command takes: " + files.size());
      }
      seals = List.copyOf(seals);
      files = List.copyOf(files);
    }
  }

  /** Paths that a member offers no more; one it never had is passed over. */
  record Withdraw(MemberId member, List<String> paths, Instant at) implements CatalogueCommand {
    /** Checks that a command has no more paths than an entry may have. */
    public Withdraw {
      if (paths.size() > CatalogueLimits.BATCH) {
        throw new IllegalArgumentException("more paths than a command takes: " + paths.size());
      }
      paths = List.copyOf(paths);
    }
  }

  /** The last entry of a group that yields to another of its name: nothing is taken after it. */
  record Moved(GroupId to, List<PeerAddress> tracker, Instant at) implements CatalogueCommand {
    /** Keeps a copy. */
    public Moved {
      tracker = List.copyOf(tracker);
    }
  }

  /** When the tracker proposed it. */
  Instant at();
}
