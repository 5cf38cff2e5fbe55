package minibit.daemon.api.model;

import java.util.Optional;

/**
 * Which transfers, in which order.
 *
 * @param q part of the name, capitals and small letters alike; empty for any
 * @param state of them; empty for any
 * @param sort by what; empty: the running ones first, the latest added first among equals
 * @param descending whether the largest comes first
 * @param page part wanted
 */
public record TransferQuery(
    String q,
    Optional<TransferFilter> state,
    Optional<TransferSort> sort,
    boolean descending,
    Page page) {
  /** Longest {@code q}, in characters. */
  public static final int MAX_TEXT = 512;

  /** All, in the usual order. */
  public static TransferQuery of(Page page) {
    return new TransferQuery("", Optional.empty(), Optional.empty(), false, page);
  }

  /** The same question, another part of the answer. */
  public TransferQuery with(Page other) {
    return new TransferQuery(q, state, sort, descending, other);
  }

  /** The same of one state. */
  public TransferQuery with(Optional<TransferFilter> other) {
    return new TransferQuery(q, other, sort, descending, page);
  }

  /** The same in another order. */
  public TransferQuery by(TransferSort key, boolean largestFirst) {
    return new TransferQuery(q, state, Optional.of(key), largestFirst, page);
  }
}
