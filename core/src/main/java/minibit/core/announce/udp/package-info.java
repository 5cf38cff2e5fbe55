/** Announcing over UDP: packets, and one exchange with its retransmissions (BEP 15, BEP 41). */
@NullMarked
package minibit.core.announce.udp;

import org.jspecify.annotations.NullMarked;
