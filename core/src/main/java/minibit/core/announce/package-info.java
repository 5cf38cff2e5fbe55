/** Announce and scrape: model, HTTP and UDP codecs, tiers and back-off, the tracker's registry. */
@NullMarked
package minibit.core.announce;

import org.jspecify.annotations.NullMarked;
