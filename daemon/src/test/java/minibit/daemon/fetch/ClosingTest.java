package minibit.daemon.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import minibit.core.metainfo.Magnet;
import minibit.core.words.Sentence;
import minibit.daemon.engine.RateLimits;
import minibit.daemon.engine.Torrent;
import minibit.daemon.engine.TorrentException;
import minibit.daemon.engine.TorrentSpec;
import minibit.daemon.engine.TorrentStatus;
import minibit.daemon.fetch.model.FetchException;
import minibit.daemon.fetch.model.GetOptions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The transfers end while others still ask them. */
@Timeout(60)
@ExtendWith(WithFetchingDaemon.class)
class ClosingTest {
  /** Whoever asks afterwards is told so. */
  @Test
  void whoAsksLaterIsTold(FetchingDaemon daemon) {
    daemon.fetches.close();

    assertThatThrownBy(daemon.fetches::limits)
        .isInstanceOfSatisfying(
            FetchException.class, e -> assertThat(e.code()).isEqualTo(FetchException.Code.CLOSED));
  }

  /**
   * A torrent that gets no name to be saved under stops with the reason, not as a fault of ours.
   */
  @Test
  void aTorrentWithoutANameStops(FetchingDaemon daemon) throws Exception {
    KnownFile file = KnownFile.random("linked.bin", 300_000, 1);
    Torrent nameless =
        daemon.engine.add(
            TorrentSpec.of(file.torrent(), daemon.folder)
                .withSavedAs(
                    _ -> {
                      throw new TorrentException(
                          "closed", Sentence.plain("fetching has been closed"));
                    }));

    Awaitility.await().until(() -> nameless.status().state() == TorrentStatus.State.FAILED);

    assertThat(nameless.status().problem().map(TorrentStatus.Problem::code)).contains("closed");
  }

  /** The description of a magnet link comes when nobody can choose its name any more. */
  @Test
  void aLinkThatIsDescribedTooLateStops(FetchingDaemon daemon) throws Exception {
    KnownFile file = KnownFile.random("late.bin", 300_000, 2);
    daemon.fetches.add(Magnet.of(file.torrent()), GetOptions.USUAL);
    Awaitility.await().until(() -> !daemon.engine.torrents().isEmpty());
    Torrent link = daemon.engine.torrents().getFirst();
    daemon.fetches.close();

    daemon.group.knows(file.unsigned());
    link.addPeers(List.of(FetchingDaemon.addressOf(daemon.holder(1, file, RateLimits.UNLIMITED))));

    Awaitility.await().until(() -> link.status().state() == TorrentStatus.State.FAILED);
    Optional<TorrentStatus.Problem> problem = link.status().problem();
    assertThat(problem.map(TorrentStatus.Problem::code)).contains("closed");
  }
}
