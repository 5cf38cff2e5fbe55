package minibit.daemon.api.model;

/**
 * A daemon that was told to stop, and does.
 *
 * @param pid of its process, to wait for
 */
public record Stopping(long pid) {}
