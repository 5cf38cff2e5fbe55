package minibit.sim;

/** Looks on while a simulation runs, and may end it. Called on the simulation's thread. */
public interface Watch {
  /** Neither looks nor ends anything. */
  Watch NONE =
      new Watch() {
        @Override
        public void progress(double share) {}

        @Override
        public boolean isCancelled() {
          return false;
        }
      };

  /** So much of the work is done, 0 to 1; called now and then. */
  void progress(double share);

  /** Whether to stop: asked now and then, and {@code CancellationException} thrown if so. */
  boolean isCancelled();
}
