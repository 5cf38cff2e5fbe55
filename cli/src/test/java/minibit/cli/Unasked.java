package minibit.cli;

import minibit.daemon.api.Backend;
import minibit.daemon.api.model.TransferAction;
import minibit.daemon.api.model.TransferActionAnswer;

/** What commands do not ask a daemon for: the page does. */
abstract class Unasked implements Backend {
  private static UnsupportedOperationException unasked() {
    return new UnsupportedOperationException("no command asks for this");
  }

  @Override
  public TransferActionAnswer act(TransferAction action) {
    throw unasked();
  }
}
