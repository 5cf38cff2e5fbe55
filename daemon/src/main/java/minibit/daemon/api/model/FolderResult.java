package minibit.daemon.api.model;

/**
 * A folder of a member that has what was asked for in its name.
 *
 * @param member name of a member that has it
 * @param memberId hexadecimal
 * @param path share name and folders, {@code /} between
 * @param files in it, of those that were counted
 * @param bytes of them
 */
public record FolderResult(String member, String memberId, String path, long files, long bytes) {}
