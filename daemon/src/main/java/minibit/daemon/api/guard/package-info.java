/** Who may speak to the API: names it answers to, the token, where browsers come from, TLS. */
@NullMarked
package minibit.daemon.api.guard;

import org.jspecify.annotations.NullMarked;
