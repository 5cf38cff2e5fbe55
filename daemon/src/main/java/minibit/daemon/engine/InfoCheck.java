package minibit.daemon.engine;

import java.util.Optional;
import minibit.core.metainfo.Metainfo;

/**
 * What a torrent's info must fulfil besides having the right hash, such as naming a content whose
 * root somebody signed. Asked before a byte is written. Any thread.
 */
@FunctionalInterface
public interface InfoCheck {
  /** Everything is welcome. */
  InfoCheck NONE = _ -> Optional.empty();

  /** What speaks against it: the torrent stops with this problem. */
  Optional<TorrentStatus.Problem> objection(Metainfo metainfo);
}
