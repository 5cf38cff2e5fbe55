/** Content to hashes: one read for both kinds, small files first, big ones in steps. */
@NullMarked
package minibit.daemon.share.hash;

import org.jspecify.annotations.NullMarked;
