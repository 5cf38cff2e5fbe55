package minibit.daemon.catalogue;

/** Answers questions from the catalogue that this member keeps. */
interface Answers {
  /**
   * The answer, of the type that the question has.
   *
   * @param stale whether this member is not in office, so that the answer may be old
   * @throws CatalogueException if there is none
   */
  Object answer(Question<?> question, boolean stale);
}
