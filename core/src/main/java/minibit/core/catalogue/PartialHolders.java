package minibit.core.catalogue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.MemberId;
import minibit.core.piece.Bitfield;

/**
 * Who has which pieces of what it is still fetching: the tracker's own memory, told by the members
 * with their heartbeats and lost with the epoch. Not for threads.
 */
public final class PartialHolders {
  /** Contents one member fetches at a time; 256 bytes of pieces each. */
  public static final int CONTENTS_PER_MEMBER = 1024;

  private final TreeMap<MemberId, LinkedHashMap<PiecesRoot, Bitfield>> byMember = new TreeMap<>();

  /** Of each member the sum of its marks. */
  private final TreeMap<MemberId, Long> digests = new TreeMap<>();

  /** Nobody fetches anything. */
  public PartialHolders() {}

  /** What came of a report. */
  public enum Outcome {
    /** A holder not known before: others want to hear of it. */
    NEW_HOLDER,
    /** Taken. */
    TAKEN,
    /** The pieces do not fit the content, or the member fetches too much at a time. */
    REFUSED
  }

  /** A member's pieces of a content, in the wire form of a bitfield (BEP 3), all of them. */
  public Outcome report(MemberId member, Content content, byte[] pieces) {
    long count = CanonicalPieces.count(content.size());
    if (count > Integer.MAX_VALUE - 8 || pieces.length != (count + 7) / 8) {
      return Outcome.REFUSED;
    }
    Optional<Bitfield> field = Bitfield.parse(pieces, (int) count);
    Map<PiecesRoot, Bitfield> fetched =
        byMember.computeIfAbsent(member, id -> new LinkedHashMap<>());
    boolean known = fetched.containsKey(content.root());
    if (field.isEmpty() || !known && fetched.size() >= CONTENTS_PER_MEMBER) {
      return Outcome.REFUSED;
    }
    Bitfield old = fetched.put(content.root(), field.get());
    long change =
        mark(content.root(), pieces) - (old == null ? 0 : mark(content.root(), old.toWire()));
    digests.merge(member, change, Long::sum);
    return known ? Outcome.TAKEN : Outcome.NEW_HOLDER;
  }

  /** A member fetches this no more: it has it whole, or gave up. */
  public void forget(MemberId member, PiecesRoot root) {
    Map<PiecesRoot, Bitfield> fetched = byMember.get(member);
    Bitfield old = fetched == null ? null : fetched.remove(root);
    if (fetched == null || old == null) {
      return;
    }
    digests.merge(member, -mark(root, old.toWire()), Long::sum);
    if (fetched.isEmpty()) {
      forget(member);
    }
  }

  /** A member is away or left. */
  public void forget(MemberId member) {
    byMember.remove(member);
    digests.remove(member);
  }

  /** Who has which pieces of a content. Looks at every member that fetches. */
  public Map<MemberId, Bitfield> holders(PiecesRoot root) {
    Map<MemberId, Bitfield> holders = new TreeMap<>();
    byMember.forEach(
        (member, fetched) -> {
          Bitfield pieces = fetched.get(root);
          if (pieces != null) {
            holders.put(member, pieces.copy());
          }
        });
    return holders;
  }

  /**
   * What a member has reported, as the sum of its {@link #mark marks}: it compares that with its
   * own, and reports anew if they differ.
   */
  public long digest(MemberId member) {
    return digests.getOrDefault(member, 0L);
  }

  /** One content's part of the digest. */
  public static long mark(PiecesRoot root, byte[] pieces) {
    long one = root.hashCode() * 0x9e3779b97f4a7c15L + Arrays.hashCode(pieces);
    return (one ^ one >>> 31) * 0xbf58476d1ce4e5b9L;
  }
}
