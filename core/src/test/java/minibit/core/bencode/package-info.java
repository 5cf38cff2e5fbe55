@NullMarked
package minibit.core.bencode;

import org.jspecify.annotations.NullMarked;
