package minibit.sim.report;

/**
 * Round numbers along an axis from 0.
 *
 * @param step between two of them
 * @param count how many above 0: the last is at or above what is shown
 */
record Ticks(double step, int count) {
  private static final int WANTED = 5;

  static Ticks upTo(double most) {
    double rough = Math.max(most, 1e-9) / WANTED;
    double power = StrictMath.pow(10, Math.floor(StrictMath.log10(rough)));
    double step = power;
    for (double factor : new double[] {1, 2, 2.5, 5, 10}) {
      step = factor * power;
      if (step >= rough) {
        break;
      }
    }
    return new Ticks(step, (int) Math.ceil(most / step - 1e-9));
  }

  double end() {
    return step * count;
  }

  /** Digits after the point that tell the numbers apart. */
  int digits() {
    double exponent = -Math.floor(StrictMath.log10(step));
    boolean half = Math.abs(step * StrictMath.pow(10, exponent) - 2.5) < 1e-6;
    return Math.max(0, (int) exponent + (half ? 1 : 0));
  }
}
