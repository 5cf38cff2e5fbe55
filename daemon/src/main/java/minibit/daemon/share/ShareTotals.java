package minibit.daemon.share;

import java.time.Duration;
import java.util.Optional;

/**
 * All shares together.
 *
 * @param files with known hashes: in the catalogue, or on the way there
 * @param bytes of these
 * @param waitingFiles files that wait for their hashes
 * @param waitingBytes of these
 * @param scanning whether a look at the shares is under way, so that more may come
 * @param timeLeft until nothing waits; empty if nothing does or nothing is known yet of the pace
 */
public record ShareTotals(
    long files,
    long bytes,
    long waitingFiles,
    long waitingBytes,
    boolean scanning,
    Optional<Duration> timeLeft) {}
