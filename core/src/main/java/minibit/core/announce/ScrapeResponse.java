package minibit.core.announce;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import minibit.core.id.InfoHash;

/** What came of a scrape. */
public sealed interface ScrapeResponse {
  /** The torrents that the tracker knows, among those asked for. */
  record Counts(SortedMap<InfoHash, ScrapeCounts> torrents) implements ScrapeResponse {
    /** Copies the map. */
    public Counts {
      torrents = Collections.unmodifiableSortedMap(new TreeMap<>(torrents));
    }
  }

  /** The tracker refused, or did not answer: the code and the message. */
  record Failed(String code, String message) implements ScrapeResponse {}
}
