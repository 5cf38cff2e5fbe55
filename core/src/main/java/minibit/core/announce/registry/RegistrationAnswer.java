package minibit.core.announce.registry;

import java.util.BitSet;
import java.util.List;

/** What the registry says to a JSON peer that registers. */
public sealed interface RegistrationAnswer {
  /**
   * Taken.
   *
   * @param initialBlocks advised to a newcomer as the first to take
   */
  record Registered(BitSet initialBlocks, List<GivenPeer> peers) implements RegistrationAnswer {}

  /** Not taken, and why. */
  record Refused(String reason) implements RegistrationAnswer {}
}
