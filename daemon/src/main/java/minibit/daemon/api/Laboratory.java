package minibit.daemon.api;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import minibit.daemon.api.model.LaboratoryMenu;
import minibit.daemon.api.model.LaboratoryRequest;
import minibit.daemon.api.model.LaboratoryRun;

/**
 * Plays swarms in virtual time, for whoever wants to compare strategies. A daemon has one if it is
 * given one. Any thread.
 */
public interface Laboratory {
  /** What can be played. */
  LaboratoryMenu menu();

  /**
   * Plays, on the caller's thread.
   *
   * @param progress hears now and then which part is done, 0 to 1
   * @param cancelled asked now and then whether to stop
   * @throws java.util.concurrent.CancellationException if it was to stop
   * @throws IllegalArgumentException if there is no such scenario or rule, or too much of anything;
   *     its message says what
   */
  List<LaboratoryRun.Result> play(
      LaboratoryRequest request, DoubleConsumer progress, BooleanSupplier cancelled);

  /**
   * Refuses what {@link #play} would refuse.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  void check(LaboratoryRequest request);
}
