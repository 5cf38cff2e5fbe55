package minibit.core.catalogue;

/** How much the catalogue takes, so that no member decides how much memory the voters use. */
public final class CatalogueLimits {
  /** Members, present or away. A heartbeat a second to each is 4,096 small messages. */
  public static final int MEMBERS = 4096;

  /** Paths of all members together: five times what the group is measured with. */
  public static final int FILES = 1_000_000;

  /** Files in one command: with names at their usual length an entry of about 150 KiB. */
  public static final int BATCH = 512;

  /** Bytes of a command: a full batch whose every path is long, below the log's own limit. */
  public static final int COMMAND_BYTES = 3 << 20;

  /** Bytes of a file's name: what file systems take. */
  public static final int NAME_BYTES = 255;

  /** Bytes of the folders before it: what Linux takes of a path. */
  public static final int FOLDER_BYTES = 4096;

  /** Bytes of a media type: RFC 6838 allows 127 on each side, real ones have 73 at most. */
  public static final int MEDIA_TYPE_BYTES = 127;

  /**
   * Bytes of a file: larger ones have more pieces than clients take in a torrent's info, 30 MiB of
   * hashes. Who fetches makes room for as many as a member says that there are.
   */
  public static final long FILE_BYTES = 16L << 40;

  /** Names under which one content is known; a torrent's info-hash depends on the name. */
  public static final int NAMES_PER_CONTENT = 16;

  /** Publishers listed for one content. */
  public static final int PUBLISHERS_PER_CONTENT = 16;

  /** Bytes of a group's name. */
  public static final int GROUP_NAME_BYTES = 64;

  private CatalogueLimits() {}
}
