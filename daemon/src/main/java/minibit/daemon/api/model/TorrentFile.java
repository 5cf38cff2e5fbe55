package minibit.daemon.api.model;

/**
 * A torrent file to hand out. The array is the caller's and the receiver's alone: nobody changes
 * it.
 *
 * @param name of the file, with its ending
 * @param bytes bencoded
 */
@SuppressWarnings("ArrayRecordComponent") // carried once from maker to socket, never compared
public record TorrentFile(String name, byte[] bytes) {
  /** The media type. */
  public static final String MEDIA_TYPE = "application/x-bittorrent";
}
