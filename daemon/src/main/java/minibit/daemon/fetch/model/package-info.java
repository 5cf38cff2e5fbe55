/**
 * The words in which callers and transfers speak of them: what can be asked for, what is answered,
 * what is refused. Immutable values without a life of their own, for any thread. Everybody in the
 * daemon may use them; they know nothing else of fetching.
 */
@NullMarked
package minibit.daemon.fetch.model;

import org.jspecify.annotations.NullMarked;
