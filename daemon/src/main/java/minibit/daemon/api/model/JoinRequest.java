package minibit.daemon.api.model;

/**
 * Where to ask for a group.
 *
 * @param address {@code host:port} of any member, or an invite link
 */
public record JoinRequest(String address) {}
