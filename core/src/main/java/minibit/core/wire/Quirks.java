package minibit.core.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import minibit.core.id.PeerId;

/**
 * Faults of single programs that would keep us from ever completing with them. Each is forgiven to
 * that program only, and so that nothing is gained by sending its id. Stateless.
 */
public final class Quirks {
  private static final byte[] ARIA2 = "A2-".getBytes(StandardCharsets.US_ASCII);

  private Quirks() {}

  /**
   * Whether the program sends its bitfield again in the middle of a session, as aria2 does where
   * several haves would be longer. BEP 3 wants it first only.
   */
  public static boolean repeatsBitfield(PeerId id) {
    return Arrays.equals(Arrays.copyOf(id.toBytes(), ARIA2.length), ARIA2);
  }
}
