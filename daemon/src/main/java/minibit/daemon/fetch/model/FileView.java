package minibit.daemon.fetch.model;

/**
 * A file of a transfer.
 *
 * @param index of it in the torrent
 * @param path folders and name below the transfer's own folder, {@code /} between
 * @param size bytes
 * @param done bytes of them in verified pieces
 * @param priority as in {@link minibit.core.swarm.Wishes}
 */
public record FileView(int index, String path, long size, long done, int priority) {}
