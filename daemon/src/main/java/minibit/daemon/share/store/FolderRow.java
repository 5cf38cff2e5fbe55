package minibit.daemon.share.store;

import java.nio.file.Path;

/**
 * A folder of a share.
 *
 * @param wire its path in the catalogue, the share's name first
 * @param path where it lies
 */
public record FolderRow(long id, String wire, Path path) {}
