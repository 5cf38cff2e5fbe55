package minibit.daemon.fetch.model.offence;

import minibit.daemon.fetch.Fetches;

/** The model uses what is above it, so that the architecture tests can show that they notice. */
final class Offence {
  private Offence() {}

  static boolean isBusy(Fetches above) {
    return above.isBusy();
  }
}
