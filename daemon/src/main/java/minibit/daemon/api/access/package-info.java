/** The two files by which a daemon's owner finds and opens its API: address and token. */
@NullMarked
package minibit.daemon.api.access;

import org.jspecify.annotations.NullMarked;
