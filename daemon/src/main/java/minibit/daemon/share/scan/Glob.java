package minibit.daemon.share.scan;

/**
 * A pattern for one name: {@code *} for any characters, {@code ?} for one, {@code [a-z]} and {@code
 * [!a-z]} for one of a set, a backslash before a character that means itself. Time grows with the
 * product of both lengths at most, whatever the pattern.
 */
final class Glob {
  private Glob() {}

  static boolean matches(String pattern, String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int starredTo = 0;
    while (n < name.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        starredTo = n;
      } else if (p < pattern.length() && matchesOne(pattern, p, name.charAt(n))) {
        p = next(pattern, p);
        n++;
      } else if (star >= 0) {
        // The last star takes one more character; earlier ones need never be tried again.
        p = star + 1;
        n = ++starredTo;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  private static boolean matchesOne(String pattern, int at, char c) {
    return switch (pattern.charAt(at)) {
      case '?' -> true;
      case '\\' -> at + 1 < pattern.length() && pattern.charAt(at + 1) == c;
      case '[' -> {
        int end = setEnd(pattern, at);
        yield end < 0 ? c == '[' : isInSet(pattern, at + 1, end, c);
      }
      default -> pattern.charAt(at) == c;
    };
  }

  private static int next(String pattern, int at) {
    return switch (pattern.charAt(at)) {
      case '\\' -> Math.min(pattern.length(), at + 2);
      case '[' -> Math.max(at, setEnd(pattern, at)) + 1;
      default -> at + 1;
    };
  }

  /** Where the set that begins here ends; -1 if it does not, and the bracket means itself. */
  private static int setEnd(String pattern, int at) {
    int from = at + 1;
    if (from < pattern.length() && isNegation(pattern.charAt(from))) {
      from++;
    }
    return pattern.indexOf(']', from + 1);
  }

  private static boolean isNegation(char c) {
    return c == '!' || c == '^';
  }

  private static boolean isInSet(String pattern, int from, int end, char c) {
    boolean negated = isNegation(pattern.charAt(from));
    boolean found = false;
    for (int i = negated ? from + 1 : from; i < end; i++) {
      if (i + 2 < end && pattern.charAt(i + 1) == '-') {
        found |= pattern.charAt(i) <= c && c <= pattern.charAt(i + 2);
        i += 2;
      } else {
        found |= pattern.charAt(i) == c;
      }
    }
    return found != negated;
  }
}
