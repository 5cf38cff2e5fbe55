/** The command line. */
@NullMarked
package minibit.cli;

import org.jspecify.annotations.NullMarked;
