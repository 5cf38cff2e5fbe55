package minibit.daemon.fetch.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import minibit.core.metainfo.Metainfo;
import minibit.core.metainfo.TorrentFile;
import minibit.daemon.disk.StorageException;
import minibit.daemon.engine.TorrentStatus;
import minibit.daemon.fetch.store.OwnFile;
import minibit.daemon.fetch.store.TransferRow;
import minibit.daemon.share.scan.Stamp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of transfers of earlier versions, which noted nothing of them: what plainly was fetched
 * has the length it must have. May wait.
 */
public final class UnnotedFiles {
  private static final Logger LOG = LoggerFactory.getLogger(UnnotedFiles.class);

  private UnnotedFiles() {}

  /** Those that are likely its own, as they look now. */
  public static List<OwnFile> of(TransferRow row, Path place, Optional<Metainfo> torrent) {
    boolean wrote = row.completed().isPresent() || row.totals().done() > 0;
    boolean others =
        row.problem()
            .map(TorrentStatus.Problem::code)
            .filter(StorageException.Code.FILE_EXISTS.text()::equals)
            .isPresent();
    if (!wrote || others) {
      return List.of();
    }
    List<OwnFile> own = new ArrayList<>();
    if (torrent.isPresent()) {
      List<Path> files = FetchedFiles.files(place, torrent.get());
      List<TorrentFile> contents =
          torrent.get().files().stream().filter(TorrentFile::isContent).toList();
      for (int i = 0; i < files.size(); i++) {
        look(place, files.get(i), contents.get(i).length()).ifPresent(own::add);
      }
    } else {
      look(place, place, row.totals().total()).ifPresent(own::add);
    }
    return own;
  }

  private static Optional<OwnFile> look(Path place, Path file, long length) {
    try {
      return Stamp.at(file)
          .filter(now -> now.size() == length)
          .map(now -> OwnFile.of(place.relativize(file).toString(), now, true));
    } catch (IOException e) {
      LOG.debug("{} cannot be looked at", file, e);
      return Optional.empty();
    }
  }
}
