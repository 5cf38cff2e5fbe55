/** Every message on the wire as one line of JSON, for people who want to watch the protocol. */
@NullMarked
package minibit.daemon.trace;

import org.jspecify.annotations.NullMarked;
