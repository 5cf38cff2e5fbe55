/** Torrent files and magnet links, v1, v2 and hybrid: parse, validate, create; merkle trees. */
@NullMarked
package minibit.core.metainfo;

import org.jspecify.annotations.NullMarked;
