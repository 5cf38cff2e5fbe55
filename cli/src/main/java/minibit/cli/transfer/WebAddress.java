package minibit.cli.transfer;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import minibit.cli.frame.CliException;
import minibit.cli.frame.ExitCode;
import minibit.cli.frame.Kind;
import minibit.core.announce.TrackerUrl;

/** Addresses of trackers and of web servers: one that nobody can ever ask is a slip. */
public final class WebAddress {
  /** Where to announce: what the engine can ask. */
  public static final Kind<String> TRACKER = new Kind<>(String.class, WebAddress::tracker);

  /** Where content lies. */
  public static final Kind<String> SEED = new Kind<>(String.class, WebAddress::seed);

  private static final Set<String> WEB = Set.of("http", "https");

  private WebAddress() {}

  private static String tracker(String text) throws CliException {
    if (TrackerUrl.parse(text).isEmpty()) {
      throw new CliException(ExitCode.USAGE, "bad-tracker", text);
    }
    return text;
  }

  private static String seed(String text) throws CliException {
    try {
      URI uri = new URI(text);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if (WEB.contains(scheme) && uri.getHost() != null) {
        return text;
      }
    } catch (URISyntaxException e) {
      throw CliException.caused(ExitCode.USAGE, "bad-webseed", e, text);
    }
    throw new CliException(ExitCode.USAGE, "bad-webseed", text);
  }
}
