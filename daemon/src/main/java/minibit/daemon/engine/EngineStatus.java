package minibit.daemon.engine;

/**
 * What the whole engine does now.
 *
 * @param torrents how many it runs
 * @param connections live peers of all torrents
 * @param connecting connections still dialling or shaking hands
 * @param downRate payload bytes a second read, over the last seconds
 * @param upRate payload bytes a second sent
 * @param waitingForDisk bytes received and not yet written
 * @param downloaded payload bytes received since the engine was opened
 * @param uploaded payload bytes sent since the engine was opened
 */
public record EngineStatus(
    int torrents,
    int connections,
    int connecting,
    long downRate,
    long upRate,
    long waitingForDisk,
    long downloaded,
    long uploaded) {}
