/** Web servers as seeds: which may be asked, and the asking over HTTP. */
@NullMarked
package minibit.daemon.webseed;

import org.jspecify.annotations.NullMarked;
