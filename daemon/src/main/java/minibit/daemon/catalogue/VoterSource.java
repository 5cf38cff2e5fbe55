package minibit.daemon.catalogue;

import java.util.function.Function;
import minibit.core.catalogue.CatalogueState;
import minibit.daemon.catalogue.index.IndexSource;
import minibit.group.vote.Voter;

/** A voter's catalogue, for the index to follow. */
record VoterSource(Voter voter) implements IndexSource {
  @Override
  public long applied() {
    return voter.standing().applied();
  }

  @Override
  public <T> T read(Function<CatalogueState, T> reader) {
    return voter.read(reader);
  }
}
