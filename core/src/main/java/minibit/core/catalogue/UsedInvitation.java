package minibit.core.catalogue;

import java.time.Instant;
import java.util.UUID;
import minibit.core.identity.MemberId;

/**
 * An invitation for one that took somebody in.
 *
 * @param invitation its number
 * @param by who came with it; may use it again
 * @param expires when it may be forgotten
 */
record UsedInvitation(UUID invitation, MemberId by, Instant expires) {}
