/** The search index: made from the catalogue, thrown away and made again when in doubt. */
@NullMarked
package minibit.daemon.catalogue.index;

import org.jspecify.annotations.NullMarked;
