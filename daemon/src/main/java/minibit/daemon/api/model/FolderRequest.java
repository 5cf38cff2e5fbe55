package minibit.daemon.api.model;

import java.util.Optional;

/**
 * A folder of a member, to be fetched with all that is in it.
 *
 * @param member name or first digits of the id
 * @param path share name and folders, {@code /} between
 * @param out folder to put it in, absolute; else the daemon's download folder
 */
public record FolderRequest(String member, String path, Optional<String> out) {}
