package minibit.group.member;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps this member's shares registered: one comparison at a time. Owned by the loop. */
final class ShareKeeper {
  private static final Logger log = LoggerFactory.getLogger(ShareKeeper.class);

  /** One difference may be a change under way; two are a loss. */
  private static final int LOSS = 2;

  private final GroupMember self;
  private final ShareBook book;
  private final RefusedShares refused = new RefusedShares();
  private final ShareSync sync;
  private boolean running;
  private boolean again;
  private int differing;

  ShareKeeper(GroupMember self, ShareBook book) {
    this.self = self;
    this.book = book;
    this.sync = new ShareSync(self.id(), book, refused, self::askTracker);
  }

  ShareBook book() {
    return book;
  }

  /** A heartbeat that was accepted says what the catalogue has of this member. */
  void compare(long registered) {
    long ours = book.digest().total();
    boolean same =
        registered == ours || refused.explains(ours, registered, self.tenure().epoch(), self.now());
    differing = same ? 0 : differing + 1;
    if (differing >= LOSS) {
      register();
    }
  }

  /** Makes the catalogue have what the book has, now or after what is under way. */
  void register() {
    if (running) {
      again = true;
      return;
    }
    if (!self.tenure().knowsTracker()) {
      return;
    }
    running = true;
    refused.begin(self.tenure().epoch(), self.now());
    sync.run()
        .whenComplete(
            (sides, failure) ->
                self.onLoop(
                    () -> {
                      running = false;
                      if (failure == null) {
                        differing = 0;
                        refused.end(sides.book(), sides.catalogue(), self.now());
                      } else {
                        log.debug("shares not registered yet: {}", failure.getMessage());
                      }
                      if (again) {
                        again = false;
                        register();
                      }
                    }));
  }
}
