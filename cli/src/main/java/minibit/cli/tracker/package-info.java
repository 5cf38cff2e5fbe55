/** What a running tracker shows: a line for each event, and the table of {@code --watch}. */
@NullMarked
package minibit.cli.tracker;

import org.jspecify.annotations.NullMarked;
