/** Trackers over HTTP and UDP: the client, and our own server. */
@NullMarked
package minibit.daemon.tracker;

import org.jspecify.annotations.NullMarked;
