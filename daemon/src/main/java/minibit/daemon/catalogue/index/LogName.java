package minibit.daemon.catalogue.index;

import minibit.core.identity.GroupId;

/**
 * Which log an index follows: entry numbers mean something within it only.
 *
 * @param group whose log
 * @param recovery how often the group began a new one
 */
public record LogName(GroupId group, int recovery) {}
