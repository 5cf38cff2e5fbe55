package minibit.daemon.api.guard;

import java.time.Instant;

/** Who asks. */
public sealed interface Caller {
  /** Whoever has the token: commands, programs. */
  record Owner() implements Caller {}

  /**
   * The page in a browser that signed in.
   *
   * @param session its secret's hash: names the session, opens nothing
   * @param since when it signed in
   */
  record Page(String session, Instant since) implements Caller {}

  /**
   * Somebody from an address, for the few things that need no leave.
   *
   * @param address of the other end
   */
  record Stranger(String address) implements Caller {}

  /** One word for the record of changes. */
  default String word() {
    return switch (this) {
      case Owner() -> "token";
      case Page _ -> "page";
      case Stranger(String address) -> address;
    };
  }
}
