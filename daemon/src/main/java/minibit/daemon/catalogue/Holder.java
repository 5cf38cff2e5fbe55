package minibit.daemon.catalogue;

import java.util.Optional;
import minibit.core.identity.MemberId;

/**
 * A present member that has a content.
 *
 * @param member who
 * @param name what it calls itself
 * @param complete whether it has all of it; else it is still fetching
 * @param elsewhere its path in its share, where that is not the one of the hit
 */
public record Holder(MemberId member, String name, boolean complete, Optional<String> elsewhere) {}
