package minibit.daemon.share.store;

import java.nio.file.Path;

/**
 * A share as it is remembered.
 *
 * @param path as the user gave it, absolute
 * @param name in the catalogue
 * @param kind the name of its kind
 * @param device of the folder when it was last seen; 0: not yet
 */
public record ShareRow(long id, Path path, String name, String kind, long device) {}
