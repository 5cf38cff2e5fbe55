/** The peer wire: handshake, messages, decoder, encoder, extension messages. */
@NullMarked
package minibit.core.wire;

import org.jspecify.annotations.NullMarked;
