package minibit.core.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import minibit.core.identity.Seal;
import minibit.core.identity.Statement;

/**
 * Separates what is signed as it says from what was tampered with, and from what no file system
 * holds. The tracker does this before it proposes a registration, never while applying one: a
 * signature costs a millisecond, and replicas that replay a log trust what a quorum took.
 */
public final class RegistrationCheck {
  private RegistrationCheck() {}

  /**
   * What came of a check.
   *
   * @param accepted the files that may be proposed, with the seals they need
   * @param tampered the files whose signature does not hold
   * @param tooLarge the files above {@link CatalogueLimits#FILE_BYTES}
   */
  public record Verdict(
      CatalogueCommand.Register accepted, List<SharedFile> tampered, List<SharedFile> tooLarge) {}

  /** Checks every signature of a command once, and each file against its own. */
  public static Verdict check(CatalogueCommand.Register register) {
    boolean[] genuine = new boolean[register.seals().size()];
    for (int i = 0; i < genuine.length; i++) {
      genuine[i] = register.seals().get(i).isGenuine();
    }
    List<Registration> accepted = new ArrayList<>();
    List<SharedFile> tampered = new ArrayList<>();
    List<SharedFile> tooLarge = new ArrayList<>();
    for (Registration registration : register.files()) {
      if (registration.file().size() > CatalogueLimits.FILE_BYTES) {
        tooLarge.add(registration.file());
      } else if (holds(registration, register.seals(), genuine)) {
        accepted.add(registration);
      } else {
        tampered.add(registration.file());
      }
    }
    return new Verdict(
        new CatalogueCommand.Register(register.member(), register.seals(), accepted, register.at()),
        List.copyOf(tampered),
        List.copyOf(tooLarge));
  }

  private static boolean holds(Registration registration, List<Seal> seals, boolean[] genuine) {
    if (registration.claim().isEmpty()) {
      return true;
    }
    Registration.Claim claim = registration.claim().get();
    Optional<Statement> statement = registration.statement();
    return claim.seal() < genuine.length
        && genuine[claim.seal()]
        && statement.isPresent()
        && seals.get(claim.seal()).covers(statement.get(), claim.place());
  }
}
