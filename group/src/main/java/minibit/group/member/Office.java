package minibit.group.member;

import java.util.ArrayList;
import java.util.List;
import minibit.core.id.PeerAddress;
import minibit.core.identity.MemberId;
import minibit.core.identity.Passport;
import minibit.core.packed.BadPacked;
import minibit.core.packed.PackedReader;
import minibit.core.packed.PackedWriter;
import minibit.group.office.Epoch;
import minibit.group.office.GroupFace;
import minibit.group.vote.Seat;

/**
 * Who is tracker: what a tracker says of itself and members tell each other.
 *
 * @param face of the group
 * @param epoch of this tracker
 * @param tracker who is in office
 * @param voters who elects, and where they are reached as members
 */
public record Office(GroupFace face, Epoch epoch, Passport tracker, List<VoterContact> voters) {
  /** Voters listed; a group in the middle of a change has one more than five. */
  private static final int MAX_VOTERS = 16;

  /** Keeps a copy. */
  public Office {
    voters = List.copyOf(voters);
  }

  /** A voter, and where it takes members' messages. */
  public record VoterContact(Seat seat, List<PeerAddress> members) {
    /** Keeps a copy. */
    public VoterContact {
      members = List.copyOf(members);
    }
  }

  /** Whether this member votes. */
  public boolean votes(MemberId id) {
    return voters.stream().anyMatch(voter -> voter.seat().member().equals(id));
  }

  void write(PackedWriter out) {
    Faces.write(out, face);
    epoch.write(out);
    out.bytes(tracker.toBytes()).number(voters.size());
    for (VoterContact voter : voters) {
      out.raw(voter.seat().member().toBytes());
      Passport.addresses(out, List.of(voter.seat().address()));
      Passport.addresses(out, voter.members());
    }
  }

  static Office read(PackedReader in) throws BadPacked {
    GroupFace face = Faces.read(in);
    Epoch epoch = Epoch.read(in);
    if (face.recovery() != epoch.recovery()) {
      throw new BadPacked("a tracker of another log than its group's");
    }
    Passport tracker = Passport.of(in.bytes(Passport.MAX_BYTES));
    int count = in.count(MAX_VOTERS);
    List<VoterContact> voters = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      MemberId id = MemberId.of(in.raw(MemberId.LENGTH));
      List<PeerAddress> seat = Passport.addresses(in);
      if (seat.size() != 1) {
        throw new BadPacked("a voter has one address for votes");
      }
      voters.add(new VoterContact(new Seat(id, seat.getFirst()), Passport.addresses(in)));
    }
    return new Office(face, epoch, tracker, voters);
  }
}
