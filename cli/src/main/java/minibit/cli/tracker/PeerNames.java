package minibit.cli.tracker;

import java.util.HexFormat;
import java.util.regex.Pattern;
import minibit.core.id.PeerId;
import minibit.core.wire.ClientName;

/** Names of peers on a tracker's screen. */
final class PeerNames {
  private static final Pattern WIRE_ID = Pattern.compile("[0-9a-f]{40}");

  /** Digits from the random end of a peer id: enough to tell peers of one swarm apart. */
  private static final int DIGITS = 8;

  private PeerNames() {}

  /** A peer id of the wire as client and last digits; a name of the JSON face as it is. */
  static String shown(String name) {
    if (!WIRE_ID.matcher(name).matches()) {
      return name;
    }
    PeerId id = PeerId.of(HexFormat.of().parseHex(name));
    return ClientName.of(id) + " " + name.substring(name.length() - DIGITS);
  }
}
