package minibit.daemon.config;

import java.util.List;

/** The word somebody probably meant. */
public final class Nearest {
  private Nearest() {}

  /** The candidate closest to the word, or an empty text if none is close. */
  public static String of(String word, List<String> candidates) {
    // A third of the word may be wrong; beyond that a guess confuses more than it helps.
    int best = Math.max(1, word.length() / 3) + 1;
    String nearest = "";
    for (String candidate : candidates) {
      int distance = candidate.startsWith(word) ? 1 : distance(word, candidate);
      if (distance < best) {
        best = distance;
        nearest = candidate;
      }
    }
    return nearest;
  }

  /** Levenshtein: insertions, deletions and replacements from one to the other. */
  static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
