package minibit.core.catalogue;

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
    fetched.put(content.root(), field.get());
    return known ? Outcome.TAKEN : Outcome.NEW_HOLDER;
  }

  /** A member fetches this no more: it has it whole, or gave up. */
  public void forget(MemberId member, PiecesRoot root) {
    Map<PiecesRoot, Bitfield> fetched = byMember.get(member);
    if (fetched != null && fetched.remove(root) != null && fetched.isEmpty()) {
      byMember.remove(member);
    }
  }

  /** A member is away or left. */
  public void forget(MemberId member) {
    byMember.remove(member);
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

  /** In sums what a member has reported, for it to compare: equal on both sides, or resent. */
  public long digest(MemberId member) {
    return digest(byMember.getOrDefault(member, new LinkedHashMap<>()));
  }

  /** The same of a member's own pieces. */
  public static long digest(Map<PiecesRoot, Bitfield> fetched) {
    long digest = 0;
    for (Map.Entry<PiecesRoot, Bitfield> entry : fetched.entrySet()) {
      long one = entry.getKey().hashCode() * 0x9e3779b97f4a7c15L + entry.getValue().hashCode();
      digest += (one ^ one >>> 31) * 0xbf58476d1ce4e5b9L;
    }
    return digest;
  }
}
