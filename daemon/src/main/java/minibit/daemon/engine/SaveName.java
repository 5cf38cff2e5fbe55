package minibit.daemon.engine;

import minibit.core.metainfo.Metainfo;

/**
 * Under which name a torrent's only file, or its folder, lies in the target folder. Asked whenever
 * its files are opened, on a thread that may wait; the answer must stay the same as long as the
 * files are to be found again.
 */
@FunctionalInterface
public interface SaveName {
  /**
   * One component of a path, safe to use.
   *
   * @throws TorrentException if there is none: the torrent stops because of that
   */
  String of(Metainfo metainfo);

  /** This name, whatever the torrent says. */
  static SaveName always(String name) {
    return _ -> name;
  }
}
