package minibit.daemon.api.model;

import java.util.List;

/**
 * What can be played in the laboratory.
 *
 * @param scenarios by their words
 * @param pickers rules for which piece next
 * @param chokers rules for whom to serve
 * @param maxPeers of a run
 * @param maxPieces of a run
 * @param maxStrategies pickers times chokers of a run
 */
public record LaboratoryMenu(
    List<String> scenarios,
    List<String> pickers,
    List<String> chokers,
    int maxPeers,
    int maxPieces,
    int maxStrategies) {
  /** Keeps copies. */
  public LaboratoryMenu {
    scenarios = List.copyOf(scenarios);
    pickers = List.copyOf(pickers);
    chokers = List.copyOf(chokers);
  }
}
