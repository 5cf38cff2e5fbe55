/** Local service discovery on real sockets: which adapters it may use, and who is told. */
@NullMarked
package minibit.daemon.lsd;

import org.jspecify.annotations.NullMarked;
