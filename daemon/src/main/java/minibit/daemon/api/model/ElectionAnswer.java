package minibit.daemon.api.model;

import java.util.Optional;

/**
 * A vote that was forced.
 *
 * @param before who was in office, if anybody
 * @param epochBefore the term then
 * @param tracker who is now
 * @param epoch the term now
 * @param seconds it took
 */
public record ElectionAnswer(
    Optional<MemberRef> before, long epochBefore, MemberRef tracker, long epoch, double seconds) {}
