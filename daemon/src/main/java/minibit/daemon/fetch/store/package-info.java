/**
 * What is kept of transfers over restarts: a row for each, and their peers, followed queries and
 * limits beside it, in one SQLite file. Only fetching itself may use it, on the thread that owns
 * the transfers; rows are values. It knows only the model.
 */
@NullMarked
package minibit.daemon.fetch.store;

import org.jspecify.annotations.NullMarked;
