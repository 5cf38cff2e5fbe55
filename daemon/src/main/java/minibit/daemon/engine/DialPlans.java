package minibit.daemon.engine;

import minibit.core.id.PeerAddress;
import minibit.core.mse.DialForms;
import minibit.core.mse.EncryptionPolicy;
import minibit.core.utp.DialWays;
import minibit.core.utp.UtpPolicy;

/**
 * How addresses are dialled, by what worked there: over which transport, and in which form. Any
 * thread.
 */
final class DialPlans {
  private final DialForms forms;
  private final DialWays ways;

  /** Over which transport to dial, and in which form. */
  record Plan(DialWays.Way way, DialForms.Plan form) {
    /** The other form over the same transport. */
    Plan otherForm() {
      return new Plan(way, form.otherForm());
    }

    /** The other transport, in a form that is to be tried there. */
    Plan otherWay(Plan fresh) {
      return new Plan(way.otherWay(), fresh.form());
    }
  }

  /** Nothing is known of any address. */
  DialPlans(EncryptionPolicy encryption, UtpPolicy utp) {
    this.forms = new DialForms(encryption);
    this.ways = new DialWays(utp);
  }

  /** How to dial this address. */
  synchronized Plan of(PeerAddress address) {
    return new Plan(ways.way(address), forms.plan(address));
  }

  /** Handshakes got through this way. */
  synchronized void worked(PeerAddress address, Plan plan) {
    forms.worked(address, plan.form());
    ways.worked(address, plan.way());
  }

  /** Somebody was there and broke off before a handshake of his came. */
  synchronized void formFailed(PeerAddress address, Plan plan) {
    forms.failed(address, plan.form());
  }

  /** No transport led anywhere. */
  synchronized void wayFailed(PeerAddress address) {
    ways.failed(address);
  }

  /** Somebody says that this address had rather be dialled encrypted. */
  synchronized void prefersEncrypted(PeerAddress address) {
    forms.prefersEncrypted(address);
  }
}
