/** Sentences for people, made where a fault is found and translated where somebody reads them. */
@NullMarked
package minibit.core.words;

import org.jspecify.annotations.NullMarked;
