/** The commands, one class each. */
@NullMarked
package minibit.cli.command;

import org.jspecify.annotations.NullMarked;
