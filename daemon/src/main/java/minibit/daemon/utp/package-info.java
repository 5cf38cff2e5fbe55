/** uTP over the UDP sockets of the peer port. */
@NullMarked
package minibit.daemon.utp;

import org.jspecify.annotations.NullMarked;
