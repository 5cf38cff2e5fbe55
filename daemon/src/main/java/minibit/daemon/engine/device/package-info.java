/**
 * What the torrents on one device share: threads that may hang with it, its part of the buffers.
 */
@NullMarked
package minibit.daemon.engine.device;

import org.jspecify.annotations.NullMarked;
