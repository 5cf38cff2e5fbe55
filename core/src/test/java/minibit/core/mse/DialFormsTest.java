package minibit.core.mse;

import static org.assertj.core.api.Assertions.assertThat;

import minibit.core.id.PeerAddress;
import minibit.core.mse.DialForms.Plan;
import org.junit.jupiter.api.Test;

/** What is dialled first, and what is learned from how it went. */
class DialFormsTest {
  private static final PeerAddress PEER = address(1);

  private static PeerAddress address(int number) {
    return PeerAddress.of(
        new byte[] {127, (byte) (number >> 16), (byte) (number >> 8), (byte) number}, 6881);
  }

  @Test
  void whoMayHaveBothTriesBoth() {
    assertThat(new DialForms(EncryptionPolicy.ALLOWED).plan(PEER)).isEqualTo(new Plan(false, true));
    assertThat(new DialForms(EncryptionPolicy.PREFERRED).plan(PEER))
        .isEqualTo(new Plan(true, true));
    assertThat(new Plan(true, true).otherForm()).isEqualTo(new Plan(false, false));
  }

  @Test
  void offAndRequiredKnowOneFormWhateverHappens() {
    DialForms off = new DialForms(EncryptionPolicy.OFF);
    DialForms required = new DialForms(EncryptionPolicy.REQUIRED);

    off.prefersEncrypted(PEER);
    off.failed(PEER, off.plan(PEER));
    required.failed(PEER, required.plan(PEER));

    assertThat(off.plan(PEER)).isEqualTo(new Plan(false, false));
    assertThat(required.plan(PEER)).isEqualTo(new Plan(true, false));
  }

  @Test
  void whatWorkedIsTriedFirstAndAlone() {
    DialForms forms = new DialForms(EncryptionPolicy.ALLOWED);

    forms.worked(PEER, forms.plan(PEER).otherForm());

    assertThat(forms.plan(PEER)).isEqualTo(new Plan(true, false));
  }

  /** A peer that takes neither costs one dial a try, not two. */
  @Test
  void afterBothFailedTheyTakeTurns() {
    DialForms forms = new DialForms(EncryptionPolicy.ALLOWED);

    forms.failed(PEER, forms.plan(PEER).otherForm());
    assertThat(forms.plan(PEER)).isEqualTo(new Plan(false, false));
    forms.failed(PEER, forms.plan(PEER));
    assertThat(forms.plan(PEER)).isEqualTo(new Plan(true, false));
  }

  @Test
  void aHintDecidesOnlyWhereNothingIsKnown() {
    DialForms forms = new DialForms(EncryptionPolicy.ALLOWED);
    forms.failed(address(2), forms.plan(address(2)).otherForm());

    forms.prefersEncrypted(PEER);
    forms.prefersEncrypted(address(2));

    assertThat(forms.plan(PEER)).isEqualTo(new Plan(true, true));
    assertThat(forms.plan(address(2))).isEqualTo(new Plan(false, false));
  }

  @Test
  void whoWasHeardOfLongestAgoIsForgotten() {
    DialForms forms = new DialForms(EncryptionPolicy.ALLOWED);
    for (int i = 0; i <= DialForms.MAX; i++) {
      forms.prefersEncrypted(address(i));
    }

    assertThat(forms.plan(address(0))).isEqualTo(new Plan(false, true));
    assertThat(forms.plan(address(1))).isEqualTo(new Plan(true, true));
  }
}
