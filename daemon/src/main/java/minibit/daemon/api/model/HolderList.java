package minibit.daemon.api.model;

import java.time.Instant;
import java.util.List;

/**
 * Who has a content.
 *
 * @param id of the content
 * @param name of the content
 * @param size in bytes
 * @param holders the live ones, whole ones first
 */
public record HolderList(String id, String name, long size, List<Holder> holders) {
  /** Keeps a copy. */
  public HolderList {
    holders = List.copyOf(holders);
  }

  /**
   * A live holder.
   *
   * @param member name
   * @param memberId hexadecimal
   * @param addresses where it speaks BitTorrent, each {@code host:port}
   * @param lastSeen when the tracker heard it last
   * @param piecesHave of the canonical torrent
   * @param pieces of the canonical torrent
   * @param complete whether whole
   */
  public record Holder(
      String member,
      String memberId,
      List<String> addresses,
      Instant lastSeen,
      long piecesHave,
      long pieces,
      boolean complete) {
    /** Keeps a copy. */
    public Holder {
      addresses = List.copyOf(addresses);
    }
  }
}
