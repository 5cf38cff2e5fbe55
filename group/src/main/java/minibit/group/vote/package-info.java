/** Voting and the replicated catalogue on Apache Ratis: one voter of a group. */
@NullMarked
package minibit.group.vote;

import org.jspecify.annotations.NullMarked;
