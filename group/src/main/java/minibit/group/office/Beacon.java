package minibit.group.office;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import minibit.core.catalogue.CatalogueLimits;
import minibit.core.id.PeerAddress;
import minibit.core.identity.GroupId;
import minibit.core.identity.Passport;
import minibit.core.packed.BadPacked;
import minibit.core.packed.PackedReader;
import minibit.core.packed.PackedWriter;

/**
 * What daemons call out to the LAN, on the group and port of local service discovery (BEP 14) and
 * told from its messages by the first bytes. A tracker shows its group; who has none asks for one
 * by name. One datagram, below 600 bytes.
 */
public sealed interface Beacon {
  /** A group and where its tracker is. */
  record Here(GroupFace face, Epoch epoch, List<PeerAddress> tracker) implements Beacon {
    /** Keeps a copy. */
    public Here {
      tracker = List.copyOf(tracker);
    }
  }

  /** Who knows a group of this name? Its tracker answers with {@link Here}. */
  record Seek(String name) implements Beacon {}

  /** Bytes of the longest beacon: a name and sixteen addresses. */
  int MAX_BYTES = 600;

  /** The first bytes: no BT-SEARCH of BEP 14 begins so. The last one is the version. */
  byte[] MAGIC = {'m', 'i', 'n', 'i', 'b', 'i', 't', 1};

  /** What the call of a closed group begins with; the rest only its members read. */
  byte[] VEILED = {'m', 'i', 'n', 'i', 'b', 'i', 'v', 1};

  /** What a veil covers; empty if the datagram has none. */
  static Optional<byte[]> unveil(byte[] datagram) {
    return datagram.length <= MAX_BYTES
            && datagram.length > VEILED.length
            && Arrays.mismatch(datagram, VEILED) == VEILED.length
        ? Optional.of(Arrays.copyOfRange(datagram, VEILED.length, datagram.length))
        : Optional.empty();
  }

  /** The datagram. */
  static byte[] encode(Beacon beacon) {
    PackedWriter out = new PackedWriter().raw(MAGIC);
    switch (beacon) {
      case Seek(String name) -> out.octet(0).text(name);
      case Here(GroupFace face, Epoch epoch, List<PeerAddress> tracker) -> {
        out.octet(1).number(face.id().high()).number(face.id().low()).text(face.name());
        out.number(face.recovery()).flag(face.grown()).flag(face.closed());
        epoch.write(out);
        Passport.addresses(out, tracker);
      }
    }
    return out.toBytes();
  }

  /** Reads a datagram; empty if it is somebody else's. */
  static Optional<Beacon> decode(byte[] datagram) {
    if (datagram.length > MAX_BYTES || datagram.length < MAGIC.length) {
      return Optional.empty();
    }
    try {
      PackedReader in = new PackedReader(datagram);
      for (byte letter : MAGIC) {
        if (in.octet() != letter) {
          return Optional.empty();
        }
      }
      Beacon beacon = in.flag() ? here(in) : new Seek(name(in));
      in.end();
      return Optional.of(beacon);
    } catch (BadPacked e) {
      return Optional.empty();
    }
  }

  private static String name(PackedReader in) throws BadPacked {
    return in.text(CatalogueLimits.GROUP_NAME_BYTES);
  }

  private static Here here(PackedReader in) throws BadPacked {
    GroupId id = new GroupId(new UUID(in.number(), in.number()));
    String name = name(in);
    int recovery = (int) in.number(Epoch.MAX_RECOVERY);
    GroupFace face = new GroupFace(id, name, recovery, in.flag(), in.flag());
    return new Here(face, Epoch.read(in), Passport.addresses(in));
  }
}
