/** What the commands that move bytes share: their flags, what they load, how they report. */
@NullMarked
package minibit.cli.transfer;

import org.jspecify.annotations.NullMarked;
