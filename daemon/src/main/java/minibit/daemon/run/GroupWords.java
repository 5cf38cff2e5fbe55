package minibit.daemon.run;

import java.util.List;
import java.util.Locale;
import minibit.core.words.Sentence;
import minibit.group.member.Reply;

/**
 * What a member of the group refused with, for people: in the words of that member, which are
 * English, and in other languages by its code.
 */
public final class GroupWords {
  private static final String PREFIX = "member-";

  private GroupWords() {}

  /** The sentence of a refusal. */
  static Sentence of(Reply.Code code, String english) {
    return new Sentence(key(code), english, List.of());
  }

  /** The key of all sentences with this code. */
  public static String key(Reply.Code code) {
    return PREFIX + code.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
