package minibit.cli.view;

import java.util.Arrays;
import minibit.cli.frame.Context;
import minibit.core.webseed.WebFault;

/** What program a peer is, for people: remote text, but for web seeds, which the daemon names. */
public final class ClientText {
  /** What the daemon calls a web seed, before what is wrong with it. */
  private static final String WEB_SEED = "web seed";

  private ClientText() {}

  /**
   * The client of a peer; remote text stays as it is, to be escaped by whoever shows it.
   *
   * @param address of the peer: web seeds have a URL, which no peer's address looks like
   */
  static String of(Context context, String address, String client) {
    if (!isWebSeed(address, client)) {
      return client;
    }
    if (client.equals(WEB_SEED)) {
      return context.text("web-seed.fine");
    }
    return Arrays.stream(WebFault.values())
        .filter(fault -> client.equals(WEB_SEED + ", " + fault.id()))
        .findFirst()
        .map(fault -> context.text(key(fault)))
        .orElse(client);
  }

  private static boolean isWebSeed(String address, String client) {
    return address.startsWith("http") && client.startsWith(WEB_SEED);
  }

  /** What is wrong with a web seed; empty if nothing is, or if it is none. */
  public static String trouble(Context context, String address, String client) {
    boolean fine = !isWebSeed(address, client) || client.equals(WEB_SEED);
    return fine ? "" : of(context, address, client);
  }

  private static String key(WebFault fault) {
    return switch (fault) {
      case REFUSED -> "web-seed.refused";
      case NOT_FOUND -> "web-seed.not-found";
      case NO_RANGES -> "web-seed.no-ranges";
      case WRONG_SIZE -> "web-seed.wrong-size";
      case WRONG_ANSWER -> "web-seed.wrong-answer";
      case REDIRECT -> "web-seed.redirect";
      case BUSY -> "web-seed.busy";
      case SILENT -> "web-seed.silent";
      case BROKEN -> "web-seed.broken";
      case CORRUPT -> "web-seed.corrupt";
    };
  }
}
