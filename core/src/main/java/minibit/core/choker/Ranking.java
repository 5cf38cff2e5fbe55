package minibit.core.choker;

import java.util.List;

/** An order of interested peers, the first to be served first. */
interface Ranking {
  /** The same peers, best first; those the rule would not serve left out. May remember turns. */
  List<Candidate> rank(List<Candidate> interested);

  /** These are served for a round. */
  default void served(List<Candidate> chosen) {}
}
