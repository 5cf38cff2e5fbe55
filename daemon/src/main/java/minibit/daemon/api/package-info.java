/** The daemon's REST API: routes, the guard before them, and what must stand behind them. */
@NullMarked
package minibit.daemon.api;

import org.jspecify.annotations.NullMarked;
