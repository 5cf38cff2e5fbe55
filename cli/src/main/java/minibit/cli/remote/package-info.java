/** Commands that speak to a running daemon, through its API and in no other way. */
@NullMarked
package minibit.cli.remote;

import org.jspecify.annotations.NullMarked;
