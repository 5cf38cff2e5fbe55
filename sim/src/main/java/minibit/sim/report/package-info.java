/** Comparisons as pictures, and as one page that opens without a network. */
@NullMarked
package minibit.sim.report;

import org.jspecify.annotations.NullMarked;
