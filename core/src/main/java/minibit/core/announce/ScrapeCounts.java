package minibit.core.announce;

/**
 * How a torrent stands at a tracker (BEP 48).
 *
 * @param complete seeders
 * @param downloaded how often it was completed
 * @param incomplete leechers
 */
public record ScrapeCounts(long complete, long downloaded, long incomplete) {}
