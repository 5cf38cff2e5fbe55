package minibit.daemon.api.model;

import java.util.List;

/**
 * What is to be played: every picker with every choker, under the same chance.
 *
 * @param scenario its word
 * @param peers that take part
 * @param pieces of the torrent
 * @param seed of all chance
 * @param pickers words, at least one
 * @param chokers words, at least one
 */
public record LaboratoryRequest(
    String scenario, int peers, int pieces, long seed, List<String> pickers, List<String> chokers) {
  /** Keeps copies. */
  public LaboratoryRequest {
    pickers = List.copyOf(pickers);
    chokers = List.copyOf(chokers);
  }
}
