package minibit.daemon.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import minibit.daemon.catalogue.FoundContent;
import minibit.daemon.engine.RateLimits;
import minibit.daemon.fetch.model.GetOptions;
import minibit.daemon.fetch.model.TransferState;
import minibit.daemon.fetch.model.TransferView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where a transfer puts its files something may lie already: it is used or left alone. */
@Timeout(60)
@ExtendWith(WithFetchingDaemon.class)
class TargetFilesTest {
  private static final int MIB = 1 << 20;

  /** A file of that name that is not ours stays what it was. */
  @Test
  void whatIsThereIsNotOverwritten(FetchingDaemon daemon) throws Exception {
    KnownFile file = KnownFile.random("report.pdf", MIB, 6);
    daemon.holder(1, file, RateLimits.UNLIMITED);
    Path mine = daemon.folder.resolve("out/report.pdf");
    Files.createDirectories(mine.getParent());
    byte[] before = new byte[MIB];
    Files.write(mine, before);

    daemon.fetches.get(file.unsigned(), GetOptions.USUAL.into(daemon.folder.resolve("out")));

    TransferView done = daemon.await(file.id(), TransferState.DONE);
    assertThat(done.file()).contains(daemon.folder.resolve("out/report (2).pdf"));
    assertThat(file.isAt(daemon.folder.resolve("out/report (2).pdf"))).isTrue();
    assertThat(Files.readAllBytes(mine)).isEqualTo(before);
  }

  /** Who asks for one of its names gets it under that, from the swarm of the first name. */
  @Test
  void itIsCalledAsItWasAskedFor(FetchingDaemon daemon) throws Exception {
    KnownFile file = KnownFile.random("their film.bin", MIB, 7);
    daemon.holder(1, file, RateLimits.UNLIMITED);
    FoundContent found = file.alsoCalled("the film.bin");

    daemon.fetches.get(found, found.nameFor("films/the film.bin"), GetOptions.USUAL);

    TransferView done = daemon.await(file.id(), TransferState.DONE);
    assertThat(done.name()).isEqualTo("the film.bin");
    assertThat(done.file()).contains(daemon.folder.resolve("downloads/the film.bin"));
    assertThat(file.isAt(daemon.folder.resolve("downloads/the film.bin"))).isTrue();
    assertThat(found.nameFor("The Film.bin")).isEqualTo("their film.bin");
    assertThat(found.nameFor(file.id())).isEqualTo("their film.bin");
  }

  /** What is here already is not fetched: done at once, or copied to where it is wanted. */
  @Test
  void whatIsHereIsNotFetched(FetchingDaemon daemon) throws Exception {
    KnownFile file = KnownFile.random("here.bin", 300_000, 15);
    daemon.shares.with(file.saveIn(daemon.folder.resolve("share")));

    daemon.fetches.get(file.unsigned(), GetOptions.USUAL.into(daemon.folder.resolve("elsewhere")));

    daemon.await(file.id(), TransferState.DONE);
    assertThat(file.isAt(daemon.folder.resolve("elsewhere/here.bin"))).isTrue();
    KnownFile other = KnownFile.random("there.bin", 300_000, 16);
    daemon.shares.with(other.saveIn(daemon.folder.resolve("share")));
    daemon.fetches.get(other.unsigned(), GetOptions.USUAL);
    assertThat(daemon.await(other.id(), TransferState.DONE).file())
        .contains(daemon.folder.resolve("share/there.bin"));
  }

  /** What we did not fetch is not ours to delete. */
  @Test
  void removingWithDataKeepsWhatWasThereBefore(FetchingDaemon daemon) throws Exception {
    KnownFile shared = KnownFile.random("original.bin", 300_000, 17);
    daemon.shares.with(shared.saveIn(daemon.folder.resolve("share")));
    daemon.fetches.get(shared.unsigned(), GetOptions.USUAL);
    daemon.await(shared.id(), TransferState.DONE);
    KnownFile file = KnownFile.random("lying there.bin", 300_000, 18);
    file.saveIn(daemon.folder.resolve("downloads"));
    TransferView added = daemon.fetches.add(file.torrent(), file.torrentFile(), GetOptions.USUAL);
    daemon.await(added.id(), TransferState.SEEDING);

    daemon.fetches.remove(shared.id(), true).get(10, TimeUnit.SECONDS);
    daemon.fetches.remove(added.id(), true).get(10, TimeUnit.SECONDS);

    assertThat(shared.isAt(daemon.folder.resolve("share/original.bin"))).isTrue();
    assertThat(file.isAt(daemon.folder.resolve("downloads/lying there.bin"))).isTrue();
    daemon.restart();
    assertThat(daemon.fetches.list()).isEmpty();
  }

  /** A torrent whose content lies there already is served, and not fetched under a new name. */
  @Test
  void anAddedTorrentTakesWhatLiesThere(FetchingDaemon daemon) throws Exception {
    KnownFile file = KnownFile.random("mine.bin", 400_000, 51);
    file.saveIn(daemon.folder.resolve("downloads"));

    TransferView added = daemon.fetches.add(file.torrent(), file.torrentFile(), GetOptions.USUAL);

    TransferView seeding = daemon.await(added.id(), TransferState.SEEDING);
    assertThat(seeding.file()).contains(daemon.folder.resolve("downloads/mine.bin"));
    assertThat(seeding.downloaded()).isZero();
  }

  /** What lies there and is something else stays; the torrent's content gets another name. */
  @Test
  void anAddedTorrentLeavesOtherFilesAlone(FetchingDaemon daemon) throws Exception {
    KnownFile file = KnownFile.random("theirs.bin", 400_000, 52);
    KnownFile mine = KnownFile.random("theirs.bin", 400_000, 53);
    mine.saveIn(daemon.folder.resolve("downloads"));
    daemon.group.knows(file.unsigned());
    daemon.holder(1, file, RateLimits.UNLIMITED);

    TransferView added = daemon.fetches.add(file.torrent(), file.torrentFile(), GetOptions.USUAL);

    daemon.await(added.id(), TransferState.SEEDING);
    assertThat(mine.isAt(daemon.folder.resolve("downloads/theirs.bin"))).isTrue();
    assertThat(file.isAt(daemon.folder.resolve("downloads/theirs (2).bin"))).isTrue();
  }

  /** A content without a byte has no torrent, and is fetched all the same. */
  @Test
  void anEmptyFileIsMade(FetchingDaemon daemon) throws Exception {
    KnownFile file = KnownFile.of("empty.txt", new byte[0]);

    daemon.fetches.get(file.unsigned(), GetOptions.USUAL);

    daemon.await(file.id(), TransferState.DONE);
    assertThat(daemon.folder.resolve("downloads/empty.txt")).isEmptyFile();
  }
}
