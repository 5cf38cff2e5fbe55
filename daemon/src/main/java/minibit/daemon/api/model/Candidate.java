package minibit.daemon.api.model;

/**
 * A content that fits a name or a prefix which fits others too.
 *
 * @param id the whole content id
 * @param name it is known by
 * @param size in bytes
 * @param type media type
 * @param holders how many have it, whole or in part
 */
public record Candidate(String id, String name, long size, String type, int holders) {}
