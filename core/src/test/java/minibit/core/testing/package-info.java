/** What tests of every module share: seeds, vectors. */
@NullMarked
package minibit.core.testing;

import org.jspecify.annotations.NullMarked;
