package minibit.sim.pieces;

import java.util.Arrays;

/**
 * One peer's neighbours and what it keeps of each, in columns: some thirty bytes a neighbour. A
 * neighbour's place changes when others leave; its number never does.
 */
final class Links {
  /** The most neighbours: as many as a production swarm takes by default. */
  static final int MOST = 80;

  static final int NONE = -1;

  private static final int FIRST_ROOM = 8;

  /** Number of each neighbour. */
  int[] other = new int[FIRST_ROOM];

  /** Our place among the neighbour's own. */
  byte[] back = new byte[FIRST_ROOM];

  /** Pieces it has and we lack. */
  short[] wanted = new short[FIRST_ROOM];

  /** Whether it wants pieces of us. */
  boolean[] interested = new boolean[FIRST_ROOM];

  /** Whether it was complete when it came: so it is counted by the picker. */
  boolean[] cameWhole = new boolean[FIRST_ROOM];

  /** The piece it asked us for and waits for, or {@link #NONE}. */
  int[] asked = new int[FIRST_ROOM];

  /** Pieces we asked it for that are not here. */
  byte[] open = new byte[FIRST_ROOM];

  /** Seconds since when we serve it; negative: we choke it. */
  float[] servedSince = new float[FIRST_ROOM];

  /** Seconds since when we know it. */
  float[] knownSince = new float[FIRST_ROOM];

  /** Pieces it gave: in all, by the last round, by the round before. */
  short[] taken = new short[FIRST_ROOM];

  short[] takenByRound = new short[FIRST_ROOM];
  short[] takenBefore = new short[FIRST_ROOM];

  /** Pieces it got: in all, by the last round, by the round before, when its turn began. */
  short[] given = new short[FIRST_ROOM];

  short[] givenByRound = new short[FIRST_ROOM];
  short[] givenBefore = new short[FIRST_ROOM];
  short[] givenByTurn = new short[FIRST_ROOM];

  private int size;

  int size() {
    return size;
  }

  boolean isFull() {
    return size == MOST;
  }

  /** The place of the neighbour of this number, or {@link #NONE}. */
  int placeOf(int number) {
    for (int place = 0; place < size; place++) {
      if (other[place] == number) {
        return place;
      }
    }
    return NONE;
  }

  /** Adds a neighbour that knows us at a place of its own. */
  void add(int number, int itsPlace, boolean whole, float now) {
    if (size == other.length) {
      grow();
    }
    other[size] = number;
    back[size] = (byte) itsPlace;
    wanted[size] = 0;
    interested[size] = false;
    cameWhole[size] = whole;
    asked[size] = NONE;
    open[size] = 0;
    servedSince[size] = -1;
    knownSince[size] = now;
    taken[size] = 0;
    takenByRound[size] = 0;
    takenBefore[size] = 0;
    given[size] = 0;
    givenByRound[size] = 0;
    givenBefore[size] = 0;
    givenByTurn[size] = 0;
    size++;
  }

  /** Removes a neighbour: the last takes its place. Says whether one moved. */
  boolean remove(int place) {
    int last = --size;
    if (place == last) {
      return false;
    }
    other[place] = other[last];
    back[place] = back[last];
    wanted[place] = wanted[last];
    interested[place] = interested[last];
    cameWhole[place] = cameWhole[last];
    asked[place] = asked[last];
    open[place] = open[last];
    servedSince[place] = servedSince[last];
    knownSince[place] = knownSince[last];
    taken[place] = taken[last];
    takenByRound[place] = takenByRound[last];
    takenBefore[place] = takenBefore[last];
    given[place] = given[last];
    givenByRound[place] = givenByRound[last];
    givenBefore[place] = givenBefore[last];
    givenByTurn[place] = givenByTurn[last];
    return true;
  }

  boolean isServed(int place) {
    return servedSince[place] >= 0;
  }

  /** A round is over. */
  void nextRound() {
    System.arraycopy(takenByRound, 0, takenBefore, 0, size);
    System.arraycopy(taken, 0, takenByRound, 0, size);
    System.arraycopy(givenByRound, 0, givenBefore, 0, size);
    System.arraycopy(given, 0, givenByRound, 0, size);
  }

  private void grow() {
    int room = Math.min(MOST, size * 2);
    other = Arrays.copyOf(other, room);
    back = Arrays.copyOf(back, room);
    wanted = Arrays.copyOf(wanted, room);
    interested = Arrays.copyOf(interested, room);
    cameWhole = Arrays.copyOf(cameWhole, room);
    asked = Arrays.copyOf(asked, room);
    open = Arrays.copyOf(open, room);
    servedSince = Arrays.copyOf(servedSince, room);
    knownSince = Arrays.copyOf(knownSince, room);
    taken = Arrays.copyOf(taken, room);
    takenByRound = Arrays.copyOf(takenByRound, room);
    takenBefore = Arrays.copyOf(takenBefore, room);
    given = Arrays.copyOf(given, room);
    givenByRound = Arrays.copyOf(givenByRound, room);
    givenBefore = Arrays.copyOf(givenBefore, room);
    givenByTurn = Arrays.copyOf(givenByTurn, room);
  }
}
