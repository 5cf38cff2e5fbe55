package minibit.daemon.api.model;

/**
 * A member, named.
 *
 * @param name for people; not unique
 * @param id hexadecimal digits of the member id
 * @param address {@code host:port} for members' messages; empty if none is known
 */
public record MemberRef(String name, String id, String address) {}
