package minibit.core.catalogue;

import java.time.Instant;
import minibit.core.identity.MemberId;
import minibit.core.identity.Passport;

/**
 * A member as the catalogue knows it.
 *
 * @param id follows from the passport's key
 * @param passport as last registered
 * @param joined when it first came, by the tracker's clock then
 * @param present false while its lease has run out
 * @param changed when {@code present} last changed
 */
public record Member(
    MemberId id, Passport passport, Instant joined, boolean present, Instant changed) {
  /** The name it gave itself. */
  public String name() {
    return passport.name();
  }
}
