package minibit.sim.world;

import java.util.List;
import java.util.OptionalDouble;

/**
 * How much there was to trade at one time.
 *
 * @param seconds since the beginning
 * @param interested of the pairs, those in which the one has something that the other lacks
 * @param pairs of connected hosts, each way, neither of which is complete
 */
public record Sample(double seconds, long interested, long pairs) {
  /** What these hosts have to trade now. */
  static Sample of(double seconds, List<Host> hosts) {
    long interested = 0;
    long pairs = 0;
    for (Host host : hosts) {
      if (!host.isUp() || host.isComplete()) {
        continue;
      }
      for (Channel channel : host.channels()) {
        Host there = channel.remote;
        if (!there.isComplete()) {
          pairs++;
          interested += there.verified().hasMoreThan(host.verified()) ? 1 : 0;
        }
      }
    }
    return new Sample(seconds, interested, pairs);
  }

  /**
   * Share of the pairs, over time from then on, with something to trade: 1 when everyone always had
   * something, none when there was nobody to trade with.
   */
  public static OptionalDouble entropy(List<Sample> samples, double from) {
    long interested = 0;
    long pairs = 0;
    for (Sample sample : samples) {
      if (sample.seconds >= from) {
        interested += sample.interested;
        pairs += sample.pairs;
      }
    }
    return pairs == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) interested / pairs);
  }
}
