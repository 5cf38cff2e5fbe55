package minibit.group.member;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import minibit.core.packed.BadPacked;
import minibit.core.packed.PackedReader;
import minibit.core.packed.PackedWriter;
import minibit.group.closed.Cover;
import minibit.group.closed.GroupKey;
import minibit.group.closed.Ticket;
import minibit.group.office.Beacon;

/**
 * The door of a closed group: covers what leaves this member and uncovers what comes, by the
 * group's key, or on the way in by a ticket. The door of an open group stands open: messages pass
 * as they are. Safe for threads.
 */
final class Door {
  /** What covered messages begin with; 0 and 1 are plain and sealed ones. */
  private static final int MEMBERS = 2;

  private static final int GUESTS = 3;

  private static final Reply STRANGER =
      new Reply.Failed(
          Reply.Code.NOT_INVITED,
          "this group is closed: a member makes an invitation with minibit group invite");

  private static final Reply NOT_HERE =
      new Reply.Failed(Reply.Code.UNKNOWN_MEMBER, "this member is in no such closed group");

  private volatile Optional<GroupKey> key = Optional.empty();
  private volatile Optional<Cover> members = Optional.empty();
  private volatile Optional<Cover> beacons = Optional.empty();
  private final Optional<Ticket> ticket;

  Door(Entry entry) {
    this.ticket =
        entry instanceof Entry.Invited(Ticket given) ? Optional.of(given) : Optional.empty();
  }

  /** From now on only who knows this key passes. */
  void close(GroupKey known) {
    members = Optional.of(known.cover());
    beacons = Optional.of(known.beacons());
    key = Optional.of(known);
  }

  boolean isClosed() {
    return key.isPresent();
  }

  /** The key of the closed group that this member is in. */
  Optional<GroupKey> key() {
    return key;
  }

  /** Whether this member has a ticket and no key yet. */
  boolean isWaiting() {
    return ticket.isPresent() && key.isEmpty();
  }

  /** The same transport, through this door. */
  MemberTransport through(MemberTransport plain) {
    return (to, message, limit) -> {
      Optional<Cover> own = members;
      Optional<Cover> cover = own.or(() -> ticket.map(Ticket::cover));
      if (cover.isEmpty()) {
        return plain.send(to, message, limit);
      }
      Cover.Covered covered = cover.get().seal(message);
      PackedWriter out = new PackedWriter().octet(own.isPresent() ? MEMBERS : GUESTS);
      if (own.isEmpty()) {
        ticket.ifPresent(shown -> shown.stub().write(out));
      }
      return plain
          .send(to, out.raw(covered.message()).toBytes(), limit)
          .thenCompose(answer -> uncovered(cover.get(), covered.nonce(), answer));
    };
  }

  private static CompletableFuture<byte[]> uncovered(Cover cover, byte[] nonce, byte[] answer) {
    try {
      PackedReader in = new PackedReader(answer);
      if (in.octet() != MEMBERS) {
        // Somebody who cannot read this says no; nothing else is believed without cover.
        return MessageCodec.reply(Correspondence.plainBody(answer)) instanceof Reply.Failed
            ? CompletableFuture.completedFuture(answer)
            : CompletableFuture.failedFuture(new BadPacked("an answer without cover"));
      }
      return cover
          .openAnswer(nonce, in.rest())
          .map(CompletableFuture::completedFuture)
          .orElseGet(
              () -> CompletableFuture.failedFuture(new BadPacked("an answer of somebody else")));
    } catch (BadPacked e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** What stands before the door. */
  sealed interface Caller {}

  /** Somebody who may be heard: a member, or anybody where the group is open. */
  record Heard(byte[] message, Optional<Ticket.Stub> guest, UnaryOperator<byte[]> cover)
      implements Caller {}

  /** Somebody who may not, and what it is told. */
  record Refused(Reply reply) implements Caller {}

  /** Looks at what came. */
  Caller open(byte[] message) throws BadPacked {
    PackedReader in = new PackedReader(message);
    int kind = in.octet();
    Optional<GroupKey> known = key;
    if (kind != MEMBERS && kind != GUESTS) {
      return known.isEmpty()
          ? new Heard(message, Optional.empty(), UnaryOperator.identity())
          : new Refused(STRANGER);
    }
    if (known.isEmpty()) {
      return new Refused(NOT_HERE);
    }
    Optional<Ticket.Stub> guest =
        kind == GUESTS ? Optional.of(Ticket.Stub.read(in)) : Optional.empty();
    Optional<Cover> cover = guest.map(stub -> stub.of(known.get()).cover()).or(() -> members);
    Optional<Cover.Covered> uncovered = cover.get().open(in.rest());
    return uncovered.isPresent()
        ? new Heard(
            uncovered.get().message(),
            guest,
            answer -> covered(cover.get(), uncovered.get().nonce(), answer))
        : new Refused(STRANGER);
  }

  private static byte[] covered(Cover cover, byte[] nonce, byte[] answer) {
    return new PackedWriter().octet(MEMBERS).raw(cover.sealAnswer(nonce, answer)).toBytes();
  }

  /** A call to the LAN, for members' ears only if the group is closed. */
  byte[] veiled(Beacon beacon) {
    byte[] plain = Beacon.encode(beacon);
    return beacons
        .map(
            cover ->
                new PackedWriter().raw(Beacon.VEILED).raw(cover.seal(plain).message()).toBytes())
        .orElse(plain);
  }

  /** A call from the LAN, if it is for this member. */
  Optional<Beacon> unveiled(byte[] datagram) {
    Optional<Cover> cover = beacons;
    if (cover.isEmpty()) {
      // Who holds a ticket is on its way to the group that gave it, whatever others call.
      return isWaiting() ? Optional.empty() : Beacon.decode(datagram);
    }
    return Beacon.unveil(datagram)
        .flatMap(covered -> cover.get().open(covered))
        .flatMap(plain -> Beacon.decode(plain.message()));
  }
}
