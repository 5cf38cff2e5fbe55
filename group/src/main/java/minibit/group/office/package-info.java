/**
 * The decisions of a group, without the network: which epoch counts, who votes, which of two groups
 * yields, when a member stops waiting for its tracker. Pure: time and chance are arguments.
 */
@NullMarked
package minibit.group.office;

import org.jspecify.annotations.NullMarked;
