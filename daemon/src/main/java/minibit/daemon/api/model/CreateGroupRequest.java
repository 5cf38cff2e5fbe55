package minibit.daemon.api.model;

/**
 * A group to be founded by this daemon.
 *
 * @param name as people call it
 * @param closed whether it takes in the invited only
 */
public record CreateGroupRequest(String name, boolean closed) {}
