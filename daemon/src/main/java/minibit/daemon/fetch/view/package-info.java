/**
 * What is shown of a transfer: pictures made from its row and its torrent, whom it dealt with, what
 * happened to it, how fast it was. Only fetching itself may use it, on the thread that owns the
 * transfers; a picture that is made belongs to whoever asked. It knows the rows of the store and
 * the model, and runs nothing.
 */
@NullMarked
package minibit.daemon.fetch.view;

import org.jspecify.annotations.NullMarked;
