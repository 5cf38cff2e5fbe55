package minibit.daemon.desk;

/**
 * Payload bytes moved since the daemon started.
 *
 * @param down received
 * @param up sent
 */
public record Traffic(long down, long up) {}
