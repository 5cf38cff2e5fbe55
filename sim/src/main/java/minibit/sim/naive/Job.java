package minibit.sim.naive;

/** Pieces that one peer gets of another, one after another: from {@code next} up to {@code end}. */
final class Job {
  final int taker;
  final int end;
  int next;

  Job(int taker, int next, int end) {
    this.taker = taker;
    this.next = next;
    this.end = end;
  }

  boolean isOver() {
    return next >= end;
  }
}
