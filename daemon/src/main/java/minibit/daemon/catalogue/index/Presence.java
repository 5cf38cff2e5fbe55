package minibit.daemon.catalogue.index;

import java.io.IOException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import minibit.core.catalogue.Member;
import minibit.core.identity.MemberId;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.util.LongBitSet;

/**
 * Who is present, at the moment of a question. It is no part of the documents: a member that goes
 * away with all its files changes none of them. Safe for threads.
 */
public final class Presence {
  private final Set<MemberId> present;
  private final boolean everybody;

  /** Which of a segment's holders are present, by their numbers there. */
  private final Map<Object, LongBitSet> numbers = Collections.synchronizedMap(new WeakHashMap<>());

  private Presence(Set<MemberId> present, boolean everybody) {
    this.present = present;
    this.everybody = everybody;
  }

  /** As the catalogue says. */
  public static Presence of(Collection<Member> members) {
    Set<MemberId> present = new HashSet<>();
    boolean everybody = true;
    for (Member member : members) {
      if (member.present()) {
        present.add(member.id());
      } else {
        everybody = false;
      }
    }
    return new Presence(Set.copyOf(present), everybody);
  }

  Set<MemberId> present() {
    return present;
  }

  /** Whether nobody is away, so that every content has a holder. */
  boolean isEverybody() {
    return everybody;
  }

  boolean isSame(Presence other) {
    return everybody == other.everybody && present.equals(other.present);
  }

  LongBitSet numbers(LeafReader reader, SortedSetDocValues holders) throws IOException {
    Object segment = reader.getCoreCacheHelper().getKey();
    LongBitSet known = numbers.get(segment);
    if (known == null) {
      known = new LongBitSet(Math.max(1, holders.getValueCount()));
      for (MemberId member : present) {
        long number = holders.lookupTerm(Fields.key(member));
        if (number >= 0) {
          known.set(number);
        }
      }
      numbers.put(segment, known);
    }
    return known;
  }
}
