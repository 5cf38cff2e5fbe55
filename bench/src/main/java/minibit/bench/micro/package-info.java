/** JMH benchmarks of what core does per block, message, peer and announce; bench/gate.py judges. */
@NullMarked
package minibit.bench.micro;

import org.jspecify.annotations.NullMarked;
