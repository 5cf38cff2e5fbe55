@NullMarked
package minibit.core.metainfo;

import org.jspecify.annotations.NullMarked;
