/** The most wanted blocks in memory, shared by all torrents of an engine. */
@NullMarked
package minibit.daemon.cache;

import org.jspecify.annotations.NullMarked;
