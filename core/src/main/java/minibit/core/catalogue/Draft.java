package minibit.core.catalogue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import minibit.core.identity.MemberId;

/**
 * A content while one command changes what one member holds of it. Thousands of copies may be one
 * content, as all empty files are: their list is copied once a command, not once a file.
 */
final class Draft {
  private final MemberId member;
  private Content content;
  private final List<Holding> added = new ArrayList<>(0);
  private Set<Holding> taken = Set.of();

  /** Holdings that the member had before the command; -1 as long as nobody needs to know. */
  private int had = -1;

  Draft(Content content, MemberId member) {
    this.content = content;
    this.member = member;
  }

  /** The content as of now, but for its holdings, which are those before the command. */
  Content content() {
    return content;
  }

  /** Another name or publisher; the holdings are left alone. */
  void content(Content changed) {
    content = changed;
  }

  /** Whether the member holds it. */
  boolean isHeld() {
    if (added.size() > taken.size()) {
      return true;
    }
    return taken.isEmpty() ? content.isHeldBy(member) : had() + added.size() > taken.size();
  }

  private int had() {
    if (had < 0) {
      had = 0;
      for (Holding holding : content.holdings()) {
        if (holding.member().equals(member)) {
          had++;
        }
      }
    }
    return had;
  }

  /** Whether nobody does. */
  boolean isEmpty() {
    return content.holdings().size() + added.size() == taken.size();
  }

  void add(Holding holding) {
    added.add(holding);
  }

  /** Takes a holding of the member: the very one that is held, not only its like. */
  void take(Holding holding) {
    if (taken.isEmpty()) {
      taken = Collections.newSetFromMap(new IdentityHashMap<>());
    }
    taken.add(holding);
  }

  /** The content after the command. */
  Content done() {
    if (added.isEmpty() && taken.isEmpty()) {
      return content;
    }
    List<Holding> left = new ArrayList<>(content.holdings().size() + added.size());
    left.addAll(content.holdings());
    left.addAll(added);
    if (!taken.isEmpty()) {
      left.removeIf(taken::contains);
    }
    return content.with(left);
  }
}
