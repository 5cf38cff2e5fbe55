package minibit.daemon.fetch.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import minibit.core.metainfo.Metainfo;
import minibit.core.metainfo.TorrentFile;
import minibit.core.swarm.Wishes;
import minibit.core.words.Sentence;
import minibit.daemon.fetch.model.FetchException;
import minibit.daemon.fetch.store.TransferRow;

/** Priorities of files, changed as the user says. Pure. */
final class FileChoices {
  private FileChoices() {}

  /**
   * The priorities of all files of a transfer after a change of some.
   *
   * @param known what describes them
   * @param changes by the index of the file
   * @throws FetchException with {@code no-metadata} if nothing does yet; with {@code bad-choice} if
   *     there is no such file, or nothing is left
   */
  static List<Integer> of(
      TransferRow row, Optional<Metainfo> known, Map<Integer, Integer> changes) {
    Metainfo torrent =
        known.orElseThrow(
            () ->
                new FetchException(
                    FetchException.Code.NO_METADATA,
                    Sentence.of(
                        "files-unknown", "the files of {0} are not known yet", row.name())));
    return of(torrent, row.wishes(), changes);
  }

  private static List<Integer> of(
      Metainfo torrent, List<Integer> before, Map<Integer, Integer> changes) {
    List<TorrentFile> files = torrent.files();
    List<Integer> wishes = new ArrayList<>(files.size());
    for (int i = 0; i < files.size(); i++) {
      wishes.add(i < before.size() ? before.get(i) : Wishes.NORMAL);
    }
    for (Map.Entry<Integer, Integer> change : changes.entrySet()) {
      int index = change.getKey();
      if (index < 0 || index >= files.size() || !files.get(index).isContent()) {
        throw new FetchException(
            FetchException.Code.BAD_CHOICE,
            Sentence.of("no-file-number", "{0} has no file {1}", torrent.name(), index));
      }
      wishes.set(index, change.getValue());
    }
    for (int i = 0; i < files.size(); i++) {
      if (files.get(i).isContent() && wishes.get(i) != Wishes.SKIP) {
        return wishes;
      }
    }
    throw new FetchException(
        FetchException.Code.BAD_CHOICE,
        Sentence.of("nothing-wanted", "at least one file must be wanted: remove the transfer"));
  }
}
