/** What is remembered of a download between two runs. */
@NullMarked
package minibit.daemon.disk.resume;

import org.jspecify.annotations.NullMarked;
