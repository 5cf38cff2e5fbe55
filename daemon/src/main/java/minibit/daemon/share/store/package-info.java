/** What is known of shared files over restarts, in one SQLite file. */
@NullMarked
package minibit.daemon.share.store;

import org.jspecify.annotations.NullMarked;
