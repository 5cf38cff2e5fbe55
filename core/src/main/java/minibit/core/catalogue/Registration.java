package minibit.core.catalogue;

import java.time.Instant;
import java.util.Optional;
import minibit.core.identity.Statement;

/**
 * A file as a member registers it.
 *
 * @param file what and where
 * @param claim by which signature it is published, if it is signed
 */
public record Registration(SharedFile file, Optional<Claim> claim) {
  /**
   * A place under a signature that comes in the same command.
   *
   * @param seal index in the command's list
   * @param place of the statement under that signature
   * @param name which the statement gives the file; the publisher's, not always the holder's
   * @param time which the statement gives
   */
  public record Claim(int seal, int place, String name, Instant time) {
    /** Checks that the numbers are not negative. */
    public Claim {
      if (seal < 0 || place < 0) {
        throw new IllegalArgumentException("no such place: " + seal + "/" + place);
      }
      time = Instant.ofEpochMilli(time.toEpochMilli());
    }
  }

  /** An unsigned file. */
  public static Registration unsigned(SharedFile file) {
    return new Registration(file, Optional.empty());
  }

  /** A file whose holder signed it under the name it holds it by. */
  public static Registration signed(SharedFile file, int seal, int place, Instant time) {
    return new Registration(file, Optional.of(new Claim(seal, place, file.name(), time)));
  }

  /** What the publisher said of this file, if anybody did. */
  public Optional<Statement> statement() {
    return claim.map(c -> new Statement(file.root(), file.size(), c.name(), c.time()));
  }
}
