/** The client of a daemon's API: finds the daemon by its home, one method an endpoint. */
@NullMarked
package minibit.daemon.api.client;

import org.jspecify.annotations.NullMarked;
