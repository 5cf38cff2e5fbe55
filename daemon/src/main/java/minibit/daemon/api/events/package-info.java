/** What happens in a daemon, as it happens: kept for a while, streamed to whoever listens. */
@NullMarked
package minibit.daemon.api.events;

import org.jspecify.annotations.NullMarked;
