/** One torrent among its peers: events in, effects out. */
@NullMarked
package minibit.core.swarm;

import org.jspecify.annotations.NullMarked;
