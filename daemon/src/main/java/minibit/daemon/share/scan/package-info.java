/** What lies on the disk: listed, named, filtered, watched. */
@NullMarked
package minibit.daemon.share.scan;

import org.jspecify.annotations.NullMarked;
