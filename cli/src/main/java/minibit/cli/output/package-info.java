/** How results, progress and errors reach a person or a program. */
@NullMarked
package minibit.cli.output;

import org.jspecify.annotations.NullMarked;
