/** Files of a torrent: layout, reading, writing, hashing, resume data. */
@NullMarked
package minibit.daemon.disk;

import org.jspecify.annotations.NullMarked;
