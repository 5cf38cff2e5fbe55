package minibit.daemon.webseed;

import java.io.IOException;
import minibit.core.webseed.FetchEnd;

/** A request to a web seed came to an end before its bytes were there. */
final class WebSeedException extends IOException {
  private static final long serialVersionUID = 1;

  private final transient FetchEnd end;

  WebSeedException(FetchEnd end) {
    super(String.valueOf(end));
    this.end = end;
  }

  FetchEnd end() {
    return end;
  }
}
