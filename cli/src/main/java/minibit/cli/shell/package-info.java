/** The interactive shell: lines read, completed, remembered, and run as commands. */
@NullMarked
package minibit.cli.shell;

import org.jspecify.annotations.NullMarked;
