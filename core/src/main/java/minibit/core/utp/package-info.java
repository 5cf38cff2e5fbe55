/** One uTP connection (BEP 29) with LEDBAT (RFC 6817): packets and time in, packets out. */
@NullMarked
package minibit.core.utp;

import org.jspecify.annotations.NullMarked;
