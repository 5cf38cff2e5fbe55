package minibit.core.announce.registry;

/** What the registry says to an announce whose peers it has written as bytes. */
public sealed interface PackedAnswer {
  /**
   * Taken.
   *
   * @param seeders peers of the swarm that have everything
   * @param leechers the others, the asker included
   */
  record Given(int seeders, int leechers) implements PackedAnswer {}

  /** Not taken, and why. */
  record Refused(String reason) implements PackedAnswer {}
}
