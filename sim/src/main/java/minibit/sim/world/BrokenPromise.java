package minibit.sim.world;

/** Something that must never happen, happened: a fault of the program, found by the simulator. */
public final class BrokenPromise extends RuntimeException {
  BrokenPromise(String message) {
    super(message);
  }

  BrokenPromise(String message, Throwable cause) {
    super(message, cause);
  }
}
