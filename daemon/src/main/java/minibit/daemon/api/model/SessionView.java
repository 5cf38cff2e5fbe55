package minibit.daemon.api.model;

import java.time.Instant;
import java.util.Optional;

/**
 * Who is signed in.
 *
 * @param signedIn always true: who is not gets 401
 * @param name of the daemon
 * @param since when the session began; nothing for who asks by the token
 */
public record SessionView(boolean signedIn, String name, Optional<Instant> since) {}
