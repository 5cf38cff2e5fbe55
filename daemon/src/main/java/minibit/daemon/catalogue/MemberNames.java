package minibit.daemon.catalogue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import minibit.core.catalogue.CatalogueState;
import minibit.core.catalogue.Member;
import minibit.core.identity.MemberId;
import minibit.core.words.Sentence;

/** Whom people mean: names need not be unique, and ids are long. */
final class MemberNames {
  /** Digits of an id or key that count as one; fewer fit too many. */
  private static final int FEWEST_DIGITS = 4;

  /** Digits of a key: 32 bytes. */
  private static final int KEY_DIGITS = 64;

  /** Members that an error names. */
  private static final int CANDIDATES = 20;

  private MemberNames() {}

  /** The member of this name, or whose id begins so; never a guess. */
  static Member one(CatalogueState state, String text) {
    List<Member> fit = fitting(state.members(), text, Member::name, Member::id);
    if (fit.size() > 1) {
      // Of several with one name, those that are away are not meant while one is here.
      List<Member> here = fit.stream().filter(Member::present).toList();
      fit = here.size() == 1 ? here : fit;
    }
    return only(fit, text, Member::id);
  }

  /** The same, but between one that is here and one that is away nothing is chosen either. */
  static MemberView one(List<MemberView> members, String text) {
    return only(fitting(members, text, MemberView::name, MemberView::id), text, MemberView::id);
  }

  private static <M> List<M> fitting(
      Collection<M> members, String text, Function<M, String> name, Function<M, MemberId> id) {
    String digits = text.toLowerCase(Locale.ROOT);
    List<M> byId =
        isDigits(text)
            ? matching(members, member -> id.apply(member).hex().startsWith(digits))
            : List.of();
    if (text.length() == KEY_DIGITS && !byId.isEmpty()) {
      // A whole id means its owner, whatever others call themselves.
      return byId;
    }
    List<M> named = matching(members, member -> name.apply(member).equalsIgnoreCase(text));
    return named.isEmpty() ? byId : named;
  }

  private static <M> M only(List<M> fit, String text, Function<M, MemberId> id) {
    if (fit.isEmpty()) {
      throw new CatalogueException(
          CatalogueException.NO_SUCH_MEMBER,
          Sentence.of("no-such-member", "no member is called {0}", text));
    }
    if (fit.size() > 1) {
      throw new CatalogueException(
          CatalogueException.AMBIGUOUS_MEMBER,
          Sentence.of(
              "several-members",
              "{0} members are called {1}; say which by its id",
              fit.size(),
              text),
          fit.stream().limit(CANDIDATES).map(member -> id.apply(member).hex()).toList());
    }
    return fit.getFirst();
  }

  private static <M> List<M> matching(Collection<M> members, Predicate<M> condition) {
    return members.stream().filter(condition).toList();
  }

  private static boolean isDigits(String text) {
    return text.length() >= FEWEST_DIGITS
        && text.length() <= KEY_DIGITS
        && text.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128);
  }

  /** Keys, or first bytes of keys, of publishers that this may mean. */
  static List<byte[]> publishers(CatalogueState state, String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    List<byte[]> keys = new ArrayList<>();
    for (Member member : state.members()) {
      if (member.name().equalsIgnoreCase(text)
          || isDigits(text) && member.id().hex().startsWith(lower)) {
        keys.add(member.passport().key().toBytes());
      }
    }
    if (isDigits(text)) {
      // A publisher need not be a member any more. Half a byte may go on in sixteen ways.
      boolean half = text.length() % 2 == 1;
      for (int i = 0; i < (half ? 16 : 1); i++) {
        keys.add(HexFormat.of().parseHex(half ? lower + Integer.toHexString(i) : lower));
      }
    }
    if (keys.isEmpty()) {
      throw new CatalogueException(
          CatalogueException.NO_SUCH_MEMBER,
          Sentence.of("no-such-publisher", "no publisher is called {0}", text));
    }
    return keys;
  }
}
