package minibit.daemon.api.events;

/** Is told whether anybody listens. Any thread. */
public interface Audience {
  /** Nobody cares. */
  Audience NONE =
      new Audience() {
        @Override
        public void came() {}

        @Override
        public void went() {}
      };

  /** One more listens. */
  void came();

  /** One less does. */
  void went();
}
