package minibit.daemon.catalogue;

/**
 * How far the index of this member is, if it keeps one.
 *
 * @param contents that can be found
 * @param covered the last log entry they follow from
 * @param lag log entries heard since, not searchable yet
 * @param rebuilding whether it is being made anew from the catalogue
 * @param tampered files refused since the start because their signature does not hold
 */
public record IndexStatus(
    int contents, long covered, long lag, boolean rebuilding, long tampered) {}
