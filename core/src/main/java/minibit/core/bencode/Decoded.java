package minibit.core.bencode;

import java.util.Optional;

/**
 * A value and how it stood in the input.
 *
 * @param value what was read
 * @param end where it ended: the input may go on, as it does in metadata messages (BEP 9)
 * @param trailing whether it does go on
 * @param wellFormed whether the value is as BEP 3 demands: keys sorted and distinct, numbers and
 *     lengths without needless zeros
 */
public record Decoded(BencodeValue value, int end, boolean trailing, boolean wellFormed) {
  /** Whether the input is the value in its only canonical form and nothing else. */
  public boolean isCanonical() {
    return wellFormed && !trailing;
  }

  /** The value if it is a dictionary, as nearly every message is. */
  public Optional<BDict> dict() {
    return value instanceof BDict dict ? Optional.of(dict) : Optional.empty();
  }
}
