/** Local service discovery: finds the peers of a torrent on the own network (BEP 14). */
@NullMarked
package minibit.core.lsd;

import org.jspecify.annotations.NullMarked;
