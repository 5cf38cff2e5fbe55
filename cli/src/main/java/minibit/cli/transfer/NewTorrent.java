package minibit.cli.transfer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import minibit.cli.frame.CliException;
import minibit.core.metainfo.BadMetainfo;
import minibit.core.metainfo.Metainfo;
import minibit.daemon.disk.CreateException;
import minibit.daemon.disk.TorrentCreator;

/**
 * A torrent made a moment ago.
 *
 * @param bytes the torrent file
 */
public record NewTorrent(Metainfo metainfo, byte[] bytes) {
  /**
   * A hybrid torrent of a file or folder, announced there.
   *
   * @param except a path to leave out if it lies below: the torrent file itself
   */
  public static NewTorrent of(Path content, List<String> announce, Path except)
      throws IOException, CliException, InterruptedException {
    Metainfo.Extras extras =
        new Metainfo.Extras(
            announce.stream().map(List::of).toList(),
            List.of(),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    try {
      var made =
          TorrentCreator.create(
              TorrentCreator.scan(content, except),
              new TorrentCreator.Wish(Metainfo.Version.HYBRID, 0, false, extras),
              _ -> {});
      return new NewTorrent(made.metainfo(), made.torrent());
    } catch (CreateException e) {
      throw TorrentInput.refused(e);
    } catch (BadMetainfo e) {
      throw TorrentInput.refused(e);
    }
  }
}
