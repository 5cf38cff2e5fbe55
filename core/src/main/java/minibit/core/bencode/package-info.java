/** Bencode: values to bytes and back, canonical and bounded (BEP 3). */
@NullMarked
package minibit.core.bencode;

import org.jspecify.annotations.NullMarked;
