package minibit.daemon.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import minibit.daemon.catalogue.SearchQuery;
import minibit.daemon.engine.Engine;
import minibit.daemon.engine.RateLimits;
import minibit.daemon.fetch.model.FetchException;
import minibit.daemon.fetch.model.GetOptions;
import minibit.daemon.fetch.model.Signature;
import minibit.daemon.fetch.model.TransferState;
import minibit.daemon.fetch.model.TransferView;
import minibit.group.member.MemberKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Nothing is fetched that is not what somebody signed. */
@Timeout(60)
@ExtendWith(WithFetchingDaemon.class)
class SignedContentTest {
  /** A signature that does not hold is refused before anything happens; none is said. */
  @Test
  void signaturesAreCheckedFirst(FetchingDaemon daemon) throws Exception {
    MemberKeys keys = MemberKeys.drawn();
    KnownFile file = KnownFile.random("signed.bin", 100_000, 7);

    assertThatThrownBy(() -> daemon.fetches.get(file.tampered(keys), GetOptions.USUAL))
        .isInstanceOfSatisfying(
            FetchException.class,
            e -> assertThat(e.code()).isEqualTo(FetchException.Code.BAD_SIGNATURE));
    assertThatThrownBy(() -> daemon.fetches.get(file.unproven(keys), GetOptions.USUAL))
        .isInstanceOfSatisfying(
            FetchException.class,
            e -> assertThat(e.code()).isEqualTo(FetchException.Code.BAD_SIGNATURE));
    assertThat(daemon.fetches.list()).isEmpty();

    TransferView signed = daemon.fetches.get(file.signedBy(keys), GetOptions.USUAL.asPaused());
    assertThat(signed.signature())
        .isInstanceOfSatisfying(
            Signature.Signed.class,
            by -> {
              assertThat(by.key()).isEqualTo(keys.key());
              assertThat(by.name()).isEqualTo("publisher");
            });
    KnownFile other = KnownFile.random("unsigned.bin", 100_000, 8);
    assertThat(daemon.fetches.get(other.unsigned(), GetOptions.USUAL.asPaused()).signature())
        .isEqualTo(new Signature.Unsigned());
  }

  /** An entry that leads to another content's torrent writes nothing. */
  @Test
  void anotherContentUnderThatNameIsRefused(FetchingDaemon daemon) throws Exception {
    KnownFile wanted = KnownFile.random("x.bin", 200_000, 9);
    KnownFile served = KnownFile.random("x.bin", 200_000, 10);
    Engine holder = daemon.holder(1, served, RateLimits.UNLIMITED);
    daemon.group.holds(1, wanted.root(), FetchingDaemon.addressOf(holder));

    daemon.fetches.get(wanted.leadingTo(served), GetOptions.USUAL);

    TransferView failed = daemon.await(wanted.id(), TransferState.FAILED);
    assertThat(failed.problem().orElseThrow().code()).isEqualTo("wrong-content");
    assertThat(daemon.folder.resolve("downloads/x.bin")).doesNotExist();
  }

  /** A tampered entry among many fails alone. */
  @Test
  void oneBadSignatureAmongAllFailsAlone(FetchingDaemon daemon) throws Exception {
    KnownFile good = KnownFile.random("a good.txt", 10_000, 40);
    KnownFile bad = KnownFile.random("a bad.txt", 10_000, 41);
    daemon.group.knows(good.unsigned());
    daemon.group.knows(bad.tampered(MemberKeys.drawn()));
    daemon.holder(1, good, RateLimits.UNLIMITED);

    daemon.fetches.getAll(SearchQuery.of("a "), GetOptions.USUAL, false);

    daemon.await(good.id(), TransferState.DONE);
    assertThat(daemon.await(bad.id(), TransferState.FAILED).problem().orElseThrow().code())
        .isEqualTo("bad-signature");
  }
}
