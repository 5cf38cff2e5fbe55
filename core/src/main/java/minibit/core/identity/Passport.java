package minibit.core.identity;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import minibit.core.id.PeerAddress;
import minibit.core.packed.BadPacked;
import minibit.core.packed.PackedReader;
import minibit.core.packed.PackedWriter;

/**
 * What a member says of itself, signed by itself: its keys, its name, where it is reached. The id
 * follows from the key, so a passport needs nobody to vouch for it.
 *
 * @param key signs this, and the member's statements about files
 * @param agreement X25519 public key of this start, raw: two members' keys give the secret under
 *     which their messages are sealed, so a new tracker needs no handshake with anyone
 * @param boot drawn at each start: two live daemons with one id are a copied home
 * @param version of the group's protocol
 * @param name shown to people, at most {@link #MAX_NAME} bytes; need not be unique
 * @param peers where BitTorrent is spoken
 * @param members where members' messages are taken
 * @param voters where the election and the log are spoken, if this member ever votes
 * @param time of the member's clock, in whole milliseconds; shown, never compared
 */
public record Passport(
    PublisherKey key,
    byte[] agreement,
    long boot,
    int version,
    String name,
    List<PeerAddress> peers,
    List<PeerAddress> members,
    List<PeerAddress> voters,
    Instant time,
    byte[] signature) {
  /** Bytes of an X25519 key. */
  public static final int AGREEMENT_LENGTH = 32;

  /** Bytes of a name: a line of a table. */
  public static final int MAX_NAME = 64;

  /** Addresses of a kind: more interfaces than any desktop has. */
  public static final int MAX_ADDRESSES = 16;

  /** Bytes of a whole passport, rounded up from all fields at their limits. */
  public static final int MAX_BYTES = 2048;

  private static final byte[] DOMAIN = "minibit passport 1\0".getBytes(StandardCharsets.US_ASCII);

  /** Checks lengths and cuts the time to milliseconds. */
  public Passport {
    if (agreement.length != AGREEMENT_LENGTH || signature.length != PublisherKey.SIGNATURE_LENGTH) {
      throw new IllegalArgumentException("key or signature of the wrong length");
    }
    if (name.isEmpty() || name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME) {
      throw new IllegalArgumentException("a member's name has 1 to " + MAX_NAME + " bytes");
    }
    if (Math.max(peers.size(), Math.max(members.size(), voters.size())) > MAX_ADDRESSES) {
      throw new IllegalArgumentException("more than " + MAX_ADDRESSES + " addresses");
    }
    peers = List.copyOf(peers);
    members = List.copyOf(members);
    voters = List.copyOf(voters);
    time = Instant.ofEpochMilli(time.toEpochMilli());
  }

  /** This passport with a signature under it. */
  public Passport signed(Signer signer) {
    return new Passport(
        key, agreement, boot, version, name, peers, members, voters, time, signer.sign(message()));
  }

  /** A passport still to be signed. */
  public static Passport unsigned(
      PublisherKey key,
      byte[] agreement,
      long boot,
      int version,
      String name,
      List<PeerAddress> peers,
      List<PeerAddress> members,
      List<PeerAddress> voters,
      Instant time) {
    byte[] none = new byte[PublisherKey.SIGNATURE_LENGTH];
    return new Passport(key, agreement, boot, version, name, peers, members, voters, time, none);
  }

  /** The member it belongs to. */
  public MemberId id() {
    return key.memberId();
  }

  /** Whether the owner of the key signed exactly this. */
  public boolean isGenuine() {
    return key.verifies(message(), signature);
  }

  private byte[] message() {
    return new PackedWriter().raw(DOMAIN).raw(body()).toBytes();
  }

  /** The packed form, signature last. */
  public byte[] toBytes() {
    return new PackedWriter().raw(body()).raw(signature).toBytes();
  }

  private byte[] body() {
    PackedWriter out = new PackedWriter();
    out.raw(key.toBytes()).raw(agreement).number(boot).number(version).text(name);
    addresses(out, peers);
    addresses(out, members);
    addresses(out, voters);
    return out.number(time.toEpochMilli()).toBytes();
  }

  /** Reads {@link #toBytes}; says nothing of the signature. */
  public static Passport of(byte[] bytes) throws BadPacked {
    PackedReader in = new PackedReader(bytes);
    try {
      Passport passport =
          new Passport(
              PublisherKey.of(in.raw(PublisherKey.LENGTH)),
              in.raw(AGREEMENT_LENGTH),
              in.number(),
              (int) in.number(Integer.MAX_VALUE),
              in.text(MAX_NAME),
              addresses(in),
              addresses(in),
              addresses(in),
              Instant.ofEpochMilli(in.number()),
              in.raw(PublisherKey.SIGNATURE_LENGTH));
      in.end();
      return passport;
    } catch (IllegalArgumentException e) {
      throw new BadPacked(String.valueOf(e.getMessage()));
    }
  }

  /** Writes addresses as {@link #addresses(PackedReader)} reads them. */
  public static void addresses(PackedWriter out, List<PeerAddress> addresses) {
    out.number(addresses.size());
    for (PeerAddress address : addresses) {
      out.bytes(address.ip()).number(address.port());
    }
  }

  /** Reads at most {@link #MAX_ADDRESSES} addresses. */
  public static List<PeerAddress> addresses(PackedReader in) throws BadPacked {
    int count = in.count(MAX_ADDRESSES);
    List<PeerAddress> addresses = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      try {
        addresses.add(PeerAddress.of(in.bytes(16), (int) in.number(65535)));
      } catch (IllegalArgumentException e) {
        throw new BadPacked(String.valueOf(e.getMessage()));
      }
    }
    return addresses;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Passport that && Arrays.equals(toBytes(), that.toBytes());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(signature);
  }
}
