/** A swarm of processes on this machine, to see the whole at work. */
@NullMarked
package minibit.cli.demo;

import org.jspecify.annotations.NullMarked;
