/** Answers to questions of the API that no single part can give: lists sorted, cut and counted. */
@NullMarked
package minibit.daemon.desk;

import org.jspecify.annotations.NullMarked;
