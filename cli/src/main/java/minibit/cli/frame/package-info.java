/** What every command stands on: its context, exit codes, messages and orderly interruption. */
@NullMarked
package minibit.cli.frame;

import org.jspecify.annotations.NullMarked;
