package minibit.daemon.catalogue;

import minibit.core.identity.MemberId;

/**
 * A present member that has a content.
 *
 * @param member who
 * @param name what it calls itself
 * @param complete whether it has all of it; else it is still fetching
 */
public record Holder(MemberId member, String name, boolean complete) {}
