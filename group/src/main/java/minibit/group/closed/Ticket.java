package minibit.group.closed;

import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import minibit.core.packed.BadPacked;
import minibit.core.packed.PackedReader;
import minibit.core.packed.PackedWriter;

/**
 * An invitation into a closed group, as it is handed on: whoever shows it until it expires is taken
 * in. It does not hold the group's key; any member can make one, without asking anybody.
 */
public final class Ticket {
  private static final int SECRET = 32;

  private final Stub stub;
  private final byte[] secret;

  private Ticket(Stub stub, byte[] secret) {
    this.stub = stub;
    this.secret = secret;
  }

  /**
   * What is shown of a ticket: from it and the key any member knows its secret.
   *
   * @param id drawn
   * @param expires by the tracker's clock
   * @param reusable whether it takes in more than one daemon
   */
  public record Stub(UUID id, Instant expires, boolean reusable) {
    /** Cuts the time to milliseconds. */
    public Stub {
      expires = Instant.ofEpochMilli(expires.toEpochMilli());
    }

    /** Writes what {@link #read} reads. */
    public PackedWriter write(PackedWriter out) {
      return out.number(id.getMostSignificantBits())
          .number(id.getLeastSignificantBits())
          .number(expires.toEpochMilli())
          .flag(reusable);
    }

    /** Reads a stub. */
    public static Stub read(PackedReader in) throws BadPacked {
      return new Stub(
          new UUID(in.number(), in.number()), Instant.ofEpochMilli(in.number()), in.flag());
    }

    /** The ticket that this is the stub of, for a member of the group. */
    public Ticket of(GroupKey key) {
      return new Ticket(this, key.derive("minibit ticket 1", write(new PackedWriter()).toBytes()));
    }
  }

  /** What is shown of it. */
  public Stub stub() {
    return stub;
  }

  /** What messages between its bearer and the members are covered with. */
  public Cover cover() {
    return new Cover(secret);
  }

  /** As text, without letters that links do not like. */
  public String text() {
    byte[] bytes = stub.write(new PackedWriter()).raw(secret).toBytes();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Reads {@link #text}; empty if it is none. */
  public static Optional<Ticket> parse(String text) {
    try {
      PackedReader in = new PackedReader(Base64.getUrlDecoder().decode(text));
      Stub stub = Stub.read(in);
      byte[] secret = in.raw(SECRET);
      in.end();
      return Optional.of(new Ticket(stub, secret));
    } catch (BadPacked | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Ticket that
        && stub.equals(that.stub)
        && Arrays.equals(secret, that.secret);
  }

  @Override
  public int hashCode() {
    return stub.hashCode();
  }

  /** Never the secret. */
  @Override
  public String toString() {
    return "ticket " + stub;
  }
}
