package minibit.daemon.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import minibit.core.identity.MemberId;
import org.junit.jupiter.api.Test;

/** Who acts on a member says which: a guess could drop the wrong one. */
class MemberNamesTest {
  private static final MemberView ANA = member("ana", "abcd1111", true);
  private static final MemberView BEA = member("bea", "abcd2222", true);

  /** Named as Ana's id begins. */
  private static final MemberView ABCD = member("abcd", "12345678", true);

  private static final List<MemberView> ALL = List.of(ANA, BEA, ABCD);

  private static MemberView member(String name, String digits, boolean present) {
    return new MemberView(
        MemberId.ofHex(digits + "0".repeat(64 - digits.length())),
        name,
        List.of(),
        List.of(),
        MemberView.Role.MEMBER,
        0,
        0,
        Instant.EPOCH,
        Duration.ZERO,
        present);
  }

  @Test
  void aNameIsMeantBeforeTheBeginningOfAnId() {
    assertThat(MemberNames.one(ALL, "abcd")).isEqualTo(ABCD);
    assertThat(MemberNames.one(ALL, "Bea")).isEqualTo(BEA);
    assertThat(MemberNames.one(ALL, "ABCD1")).isEqualTo(ANA);
  }

  @Test
  void fewDigitsAreNoId() {
    assertThat(MemberNames.one(ALL, "1234")).isEqualTo(ABCD);
    refused(ALL, "123", CatalogueException.NO_SUCH_MEMBER);
    refused(ALL, "", CatalogueException.NO_SUCH_MEMBER);
  }

  @Test
  void whatFitsSeveralIsRefusedAndListsThem() {
    CatalogueException refused =
        refused(List.of(ANA, BEA), "abcd", CatalogueException.AMBIGUOUS_MEMBER);
    assertThat(refused.candidates()).containsExactly(ANA.id().hex(), BEA.id().hex());
    assertThat(refused.sentence().text()).contains("2 members", "by its id");
  }

  /**
   * The machine was set up anew: the one that is away is as likely meant as the one that is here.
   */
  @Test
  void ofTwoWithOneNameNoneIsPreferred() {
    MemberView before = member("ana", "9999", false);
    refused(List.of(ANA, before), "ana", CatalogueException.AMBIGUOUS_MEMBER);
    assertThat(MemberNames.one(List.of(ANA, before), "9999")).isEqualTo(before);
  }

  @Test
  void aWholeIdIsItsOwnersWhateverOthersCallThemselves() {
    String id = ANA.id().hex();
    MemberView impostor = member(id, "6666", true);
    assertThat(MemberNames.one(List.of(impostor, ANA), id)).isEqualTo(ANA);
  }

  private static CatalogueException refused(List<MemberView> members, String text, String code) {
    return assertThatExceptionOfType(CatalogueException.class)
        .isThrownBy(() -> MemberNames.one(members, text))
        .satisfies(refused -> assertThat(refused.code()).isEqualTo(code))
        .actual();
  }
}
