package minibit.group.member;

import java.util.List;
import java.util.Optional;
import minibit.core.catalogue.CatalogueCommand;
import minibit.core.catalogue.CatalogueLimits;
import minibit.core.catalogue.CatalogueState;
import minibit.core.catalogue.Change.Refusal;
import minibit.core.catalogue.SharedFile;

/** What the catalogue will refuse of a registration, as it is now: no entry of the log for that. */
final class Foresight {
  private Foresight() {}

  /**
   * The refusals, if nothing else would come of the command; empty if it is to be proposed. Whether
   * the member is known is left to the log: what makes it known may be on its way there.
   */
  static Optional<List<Refusal>> allRefused(
      CatalogueState state, CatalogueCommand.Register register) {
    List<Refusal> refusals =
        register.files().stream()
            .map(registration -> registration.file())
            .flatMap(file -> refusal(state, register, file).stream())
            .toList();
    return refusals.size() == register.files().size() ? Optional.of(refusals) : Optional.empty();
  }

  private static Optional<Refusal> refusal(
      CatalogueState state, CatalogueCommand.Register register, SharedFile file) {
    if (state.content(file.root()).filter(known -> known.size() != file.size()).isPresent()) {
      return Optional.of(Refusal.SIZE_DIFFERS);
    }
    return state.fileCount() >= CatalogueLimits.FILES
            && state.file(register.member(), file.path()).isEmpty()
        ? Optional.of(Refusal.TOO_MANY_FILES)
        : Optional.empty();
  }
}
