/** What this daemon offers: folders and files, scanned, hashed, signed, watched, registered. */
@NullMarked
package minibit.daemon.share;

import org.jspecify.annotations.NullMarked;
