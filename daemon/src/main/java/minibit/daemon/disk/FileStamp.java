package minibit.daemon.disk;

/**
 * What a file looked like.
 *
 * @param file its index in the torrent
 * @param size bytes, or -1 if it is not there
 * @param modified time of its last change, nanoseconds since 1970
 */
public record FileStamp(int file, long size, long modified) {}
