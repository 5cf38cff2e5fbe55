/** The strategies laboratory on the command line. */
@NullMarked
package minibit.cli.simulate;

import org.jspecify.annotations.NullMarked;
