/** Searching the group: the index of its files, and questions to the tracker that keeps them. */
@NullMarked
package minibit.daemon.catalogue;

import org.jspecify.annotations.NullMarked;
