package minibit.daemon.fetch.files;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import minibit.core.metainfo.Metainfo;
import minibit.daemon.fetch.store.Departure;
import minibit.daemon.fetch.store.OwnFile;
import minibit.daemon.fetch.store.TransferRow;
import minibit.daemon.share.scan.Stamp;

/**
 * What becomes of the files of a removed transfer: deleted, if that was asked; else shared like
 * anything else, but for those that are not whole, as long as they look as they were left. Doing it
 * twice does no harm. May wait.
 */
public final class DepartedFiles {
  private DepartedFiles() {}

  /** Whether there is anything to do for the files of a transfer that is removed. */
  public static boolean any(TransferRow row, boolean data) {
    return row.place().isPresent() && (row.completed().isEmpty() || data && !row.found());
  }

  /**
   * Does it.
   *
   * @param torrent what describes the files, if that is known
   */
  public static void dealWith(Departure left, Optional<Metainfo> torrent, LocalContents contents) {
    TransferRow row = left.row();
    Path place = row.place().orElseThrow();
    List<OwnFile> own = left.own().orElseGet(() -> UnnotedFiles.of(row, place, torrent));
    if (left.data() && !row.found()) {
      OwnFiles.delete(place, own, row.hashes().best().hex());
      contents.release(place);
    } else {
      boolean whole = row.found() || row.completed().isPresent() || isAllThere(row);
      contents.leave(place, whole ? Map.<Path, Stamp>of() : OwnFiles.there(place, own));
    }
  }

  /** It was being looked through, or handed over, and nothing was missing. */
  private static boolean isAllThere(TransferRow row) {
    return row.totals().total() > 0 && row.totals().done() >= row.totals().total();
  }
}
