package minibit.cli.frame;

import java.util.Optional;
import minibit.daemon.api.Backend;

/** Where a command finds the daemon it speaks to, and whom it may ask. */
public interface Session {
  /**
   * The daemon, from afar. Throws {@link minibit.daemon.api.model.ApiException} when none is
   * running, as all its methods do when it cannot be reached.
   */
  Backend daemon();

  /** Somebody to ask; empty for one-shot commands and scripts. */
  Optional<Dialogue> dialogue();

  /** What was shown with numbers. */
  Results results();
}
