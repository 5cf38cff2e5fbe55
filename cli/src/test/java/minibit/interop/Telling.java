package minibit.interop;

import java.nio.file.Path;

/** A process that is ready, and complete, when its log says so. */
final class Telling extends Running {
  private final String ready;
  private final String complete;

  /** One that says these words. */
  Telling(String name, Process process, Path log, String ready, String complete) {
    super(name, process, log);
    this.ready = ready;
    this.complete = complete;
  }

  @Override
  protected boolean ready() {
    return said().contains(ready);
  }

  @Override
  protected boolean complete() {
    return said().contains(complete);
  }
}
