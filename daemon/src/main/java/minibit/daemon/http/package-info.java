/** Ports that speak HTTP to strangers: bounded in connections, sizes and patience. */
@NullMarked
package minibit.daemon.http;

import org.jspecify.annotations.NullMarked;
