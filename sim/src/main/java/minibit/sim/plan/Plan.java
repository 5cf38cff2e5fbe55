package minibit.sim.plan;

import java.util.List;
import minibit.sim.world.Surroundings;

/**
 * A scenario cast: everything that is decided before the first message. Two engines play it, and
 * both owe the same answers.
 *
 * @param size bytes of the torrent
 * @param pieceLength bytes of a piece
 * @param guests in the order of their numbers, the first seeder first
 * @param around tracker and borders
 * @param seederLeaves whether the first seeder goes once every piece was fetched by somebody
 */
public record Plan(
    long size, int pieceLength, List<Guest> guests, Surroundings around, boolean seederLeaves) {
  /** Within this time everyone counts as there from the beginning. */
  public static final double CROWD_SECONDS = 1;

  /** Halvings of an interval of seconds: to well below a millisecond. */
  private static final int HALVINGS = 60;

  /**
   * A run is given up after so many times the bound: pieces asked for in their order, the slowest
   * of swarms, have taken five times of it with a hundred peers.
   */
  private static final double PATIENCE = 100;

  /** Seconds that a run is given at least: two days, for waits that the bound knows nothing of. */
  private static final double AT_LEAST = 2 * 86_400.0;

  /**
   * Seconds that a run is given at most: a century, for clocks that count nanoseconds in a long.
   */
  private static final double AT_MOST = 100 * 365 * 86_400.0;

  /** Copies the list. */
  public Plan {
    guests = List.copyOf(guests);
  }

  /** Pieces of the torrent. */
  public int pieces() {
    return Math.toIntExact((size + pieceLength - 1) / pieceLength);
  }

  /** Guests that want the torrent and stay for it. */
  public int expected() {
    return (int) guests.stream().filter(Guest::isExpected).count();
  }

  /**
   * The least time in which the last can be done, were bytes a fluid, everybody willing and nobody
   * to leave: seconds. The seeders must send everything once; each must take everything after it
   * came; and what all can send from their coming on must carry a copy for each. For a crowd that
   * is there from the beginning: {@code max(F/u_s, F/d, N F / (u_s + sum u_i))} (Kumar and Ross,
   * 2006).
   */
  public double bound() {
    double seeders = 0;
    double least = 0;
    for (Guest guest : guests) {
      if (guest.spec().complete() && guest.spec().lies() == 0) {
        seeders += guest.spec().up();
      } else if (guest.isExpected()) {
        least = Math.max(least, from(guest) + (double) size / guest.spec().down());
      }
    }
    least = Math.max(least, size / seeders);
    double copies = (double) size * expected();
    double enough = least;
    while (carried(enough) < copies) {
      enough *= 2;
    }
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (least + enough) / 2;
      if (carried(middle) < copies) {
        least = middle;
      } else {
        enough = middle;
      }
    }
    return enough;
  }

  /**
   * Seconds after which a run is given up: the last arrival, then a hundred times the bound or two
   * days, whichever is longer, and the time in which every copy could cross one border, of which
   * the bound knows nothing.
   */
  public double limit() {
    return limit(0);
  }

  /** The same for a way that by itself may take so many seconds more. */
  public double limit(double more) {
    double arrivals = guests.stream().mapToDouble(Guest::arrives).max().orElse(0);
    double crossing = (double) size / around.border() * guests.size();
    double swarm = Math.max(AT_LEAST, PATIENCE * bound()) + crossing;
    return Math.min(AT_MOST, arrivals + swarm + more);
  }

  /** Bytes that all together can have sent by then. */
  private double carried(double seconds) {
    double bytes = 0;
    for (Guest guest : guests) {
      if (guest.spec().lies() == 0 && !guest.spec().rides()) {
        bytes += guest.spec().up() * Math.max(0, seconds - from(guest));
      }
    }
    return bytes;
  }

  private static double from(Guest guest) {
    return guest.arrives() <= CROWD_SECONDS ? 0 : guest.arrives();
  }
}
