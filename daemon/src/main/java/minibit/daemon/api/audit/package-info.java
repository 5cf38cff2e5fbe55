/** Who changed what by the API, kept in the home. */
@NullMarked
package minibit.daemon.api.audit;

import org.jspecify.annotations.NullMarked;
