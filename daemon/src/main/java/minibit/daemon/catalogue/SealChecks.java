package minibit.daemon.catalogue;

import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import minibit.core.catalogue.Content;
import minibit.core.catalogue.Publication;
import minibit.core.identity.Seal;

/**
 * Whether signatures hold, remembered while the catalogue has them: a signature over hundreds of
 * files costs a millisecond once. Safe for threads.
 */
final class SealChecks {
  private final Map<Seal, Boolean> known = Collections.synchronizedMap(new WeakHashMap<>());

  boolean isGenuine(Publication publication, Content content) {
    return publication.seal().covers(publication.statement(content), publication.place())
        && known.computeIfAbsent(publication.seal(), Seal::isGenuine);
  }
}
