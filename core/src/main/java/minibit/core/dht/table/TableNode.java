package minibit.core.dht.table;

import java.time.Duration;
import java.time.Instant;
import minibit.core.dht.krpc.NodeContact;

/**
 * A node of the table: it has answered us at least once. One owner.
 *
 * <pre>
 * good ⇄ questionable → bad;  an answer makes any of them good
 * </pre>
 */
final class TableNode {
  /** How long an answer or a question keeps a node good (BEP 5). */
  static final Duration FRESH = Duration.ofMinutes(15);

  /** Questions without answer in a row after which a node is bad. */
  static final int BAD_FAILURES = 2;

  private final NodeContact contact;
  private Instant answered;
  private Instant heard;
  private int failures;

  TableNode(NodeContact contact, Instant now) {
    this.contact = contact;
    this.answered = now;
    this.heard = now;
  }

  NodeContact contact() {
    return contact;
  }

  void answered(Instant now) {
    answered = now;
    heard = now;
    failures = 0;
  }

  /** It asked us something: who answered once and asks now is there. */
  void asked(Instant now) {
    heard = now;
  }

  void failed() {
    failures++;
  }

  /** Answered within {@link #FRESH}, or heard from within it, and owes no answer. */
  boolean isGood(Instant now) {
    return failures == 0 && now.isBefore(heard.plus(FRESH));
  }

  boolean isBad() {
    return failures >= BAD_FAILURES;
  }

  /** When it last said anything. */
  Instant heard() {
    return heard;
  }

  Instant answered() {
    return answered;
  }
}
