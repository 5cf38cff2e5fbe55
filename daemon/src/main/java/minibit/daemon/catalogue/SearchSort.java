package minibit.daemon.catalogue;

/** In which order contents are listed; equals are ordered by name, then by age. */
public enum SearchSort {
  /** Best match first; what more members hold is a little better. By name when nothing is asked. */
  RELEVANCE,
  /** By name, letters before accents and case. */
  NAME,
  /** Biggest first. */
  LARGEST,
  /** Smallest first. */
  SMALLEST,
  /** Last registered first. */
  NEWEST,
  /** First registered first. */
  OLDEST,
  /** Most present holders first. */
  MOST_HOLDERS,
  /** Fewest present holders first: what is most easily lost. */
  FEWEST_HOLDERS
}
