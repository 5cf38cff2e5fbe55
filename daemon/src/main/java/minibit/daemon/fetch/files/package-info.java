/**
 * What lies on the disk: names that are free, files handed to the shares, copied or deleted. {@link
 * LocalContents} is where a daemon plugs its shares in; the rest is for fetching itself. Any
 * thread; what looks at files may wait, and so stays off the thread that owns the transfers. It
 * knows the rows of the store and the model.
 */
@NullMarked
package minibit.daemon.fetch.files;

import org.jspecify.annotations.NullMarked;
