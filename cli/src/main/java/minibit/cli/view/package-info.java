/** What a daemon says, laid out for people. */
@NullMarked
package minibit.cli.view;

import org.jspecify.annotations.NullMarked;
