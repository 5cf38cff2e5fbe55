/** A daemon whole: its home, and everything it consists of put together. */
@NullMarked
package minibit.daemon.run;

import org.jspecify.annotations.NullMarked;
