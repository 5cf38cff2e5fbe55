package minibit.daemon.api.model;

/**
 * A folder or file to share.
 *
 * @param path absolute
 */
public record ShareRequest(String path) {}
