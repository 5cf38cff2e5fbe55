/** Message stream encryption: one encrypted handshake, bytes in and bytes out. */
@NullMarked
package minibit.core.mse;

import org.jspecify.annotations.NullMarked;
