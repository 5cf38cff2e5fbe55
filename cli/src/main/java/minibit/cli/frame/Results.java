package minibit.cli.frame;

import java.util.List;
import java.util.Optional;

/** The contents shown last with numbers before them, so that a number can name one. Any thread. */
public final class Results {
  /** More than a screen or two is never numbered; pages are no longer than this either. */
  public static final int MOST = 1_000;

  /**
   * One of them.
   *
   * @param id the content's root
   * @param name as it was shown, not yet escaped
   */
  public record Result(String id, String name) {}

  private volatile List<Result> shown = List.of();

  /** Replaces what was shown. */
  public void remember(List<Result> results) {
    shown = List.copyOf(results.subList(0, Math.min(MOST, results.size())));
  }

  /** The one with this number, counted from 1. */
  public Optional<Result> numbered(int number) {
    return number >= 1 && number <= shown.size()
        ? Optional.of(shown.get(number - 1))
        : Optional.empty();
  }

  /** All of them in their order. */
  public List<Result> all() {
    return shown;
  }
}
