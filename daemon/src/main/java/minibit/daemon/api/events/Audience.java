package minibit.daemon.api.events;

/** Is told who listens, and to what. Any thread. */
public interface Audience {
  /** Nobody cares. */
  Audience NONE =
      new Audience() {
        @Override
        public void came(EventFilter filter) {}

        @Override
        public void went(EventFilter filter) {}
      };

  /** One more listens; returns when whatever happens from now on will be told. May block. */
  void came(EventFilter filter);

  /** One less does. */
  void went(EventFilter filter);
}
