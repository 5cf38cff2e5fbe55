/** What the API says and hears: plain records, each the shape of one JSON value. */
@NullMarked
package minibit.daemon.api.model;

import org.jspecify.annotations.NullMarked;
