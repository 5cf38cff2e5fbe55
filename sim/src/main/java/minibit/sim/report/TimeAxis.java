package minibit.sim.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Seconds from left to right: evenly from 0, or by their logarithm where some curves end so much
 * later than others that these would stand in one line at the edge.
 *
 * @param from the left end; what is earlier stands there, too
 * @param to the right end
 * @param logarithmic whether each doubling is as wide as any other
 * @param ticks round numbers, in order
 * @param digits after the point that tell them apart
 */
record TimeAxis(double from, double to, boolean logarithmic, List<Double> ticks, int digits) {
  /** The last curve may end so many times later than the first before the axis bends. */
  private static final double SPREAD = 8;

  /** Beyond so many powers of ten only these are named. */
  private static final int DETAILED_DECADES = 3;

  /** No curve has anything to tell before. */
  private static final double EARLIEST = 0.01;

  /** Copies the ticks. */
  TimeAxis {
    ticks = List.copyOf(ticks);
  }

  /**
   * An axis for curves.
   *
   * @param begins the first that happens in any, or the bound
   * @param firstEnd when the first of the curves ends
   * @param lastEnd when the last of them ends
   */
  static TimeAxis of(double begins, double firstEnd, double lastEnd) {
    return lastEnd > SPREAD * firstEnd ? bent(Math.max(begins, EARLIEST), lastEnd) : even(lastEnd);
  }

  private static TimeAxis even(double last) {
    Ticks round = Ticks.upTo(last);
    List<Double> ticks = new ArrayList<>();
    for (int i = 0; i <= round.count(); i++) {
      ticks.add(i * round.step());
    }
    return new TimeAxis(0, round.end(), false, ticks, round.digits());
  }

  private static TimeAxis bent(double first, double last) {
    int lowest = (int) Math.floor(StrictMath.log10(first));
    int highest = (int) Math.ceil(StrictMath.log10(last));
    List<Double> all = new ArrayList<>();
    for (int power = lowest; power <= highest; power++) {
      for (double factor : new double[] {1, 2, 5}) {
        all.add(factor * StrictMath.pow(10, power));
      }
    }
    double from = all.stream().filter(tick -> tick <= first).reduce(all.getFirst(), Math::max);
    double to = all.stream().filter(tick -> tick >= last).reduce(all.getLast(), Math::min);
    boolean detailed = to / from <= StrictMath.pow(10, DETAILED_DECADES) * (1 + 1e-9);
    List<Double> ticks =
        all.stream()
            .filter(tick -> tick >= from && tick <= to)
            .filter(tick -> detailed || isPower(tick) || tick == to)
            .toList();
    return new TimeAxis(from, to, true, ticks, Math.max(0, -lowest));
  }

  private static boolean isPower(double tick) {
    double power = StrictMath.log10(tick);
    return Math.abs(power - Math.rint(power)) < 1e-9;
  }

  /** Where that time stands, 0 at the left end and 1 at the right. */
  double place(double seconds) {
    return logarithmic
        ? StrictMath.log(Math.max(seconds, from) / from) / StrictMath.log(to / from)
        : seconds / to;
  }
}
