package minibit.daemon.catalogue.index;

import java.util.List;
import minibit.core.id.PiecesRoot;

/**
 * What the index found.
 *
 * @param total results on all pages
 * @param roots of this page
 * @param similar whether words a letter or two away were taken
 */
public record IndexPage(int total, List<PiecesRoot> roots, boolean similar) {}
