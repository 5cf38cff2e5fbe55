package minibit.core.wire;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import minibit.core.id.PeerId;

/**
 * The program behind a peer id, to show (BEP 20). A guess: whoever likes may send any id, so
 * nothing is ever decided by it. Stateless.
 */
public final class ClientName {
  /** Characters an id is looked at: the rest is random. */
  private static final int SHOWN = 8;

  // aria2 says A2-1-36-0-, the first client of all M7-10-3-, Queen Bee Q1-23-4-.
  private static final Pattern DASHED =
      Pattern.compile("(A2-|M|Q)([0-9]{1,3})-([0-9]{1,3})-([0-9]{1,3})?(?!\\d).*", Pattern.DOTALL);

  private static final Map<String, String> DASHED_NAMES =
      Map.of("A2-", "aria2", "M", "BitTorrent", "Q", "Queen Bee");

  private static final Pattern SHADOW =
      Pattern.compile("([AOQRSTU])([0-9A-Za-z.]{1,5})-{2,}.*", Pattern.DOTALL);

  private static final Pattern XBT =
      Pattern.compile("XBT([0-9])([0-9])([0-9])[d-]-?.*", Pattern.DOTALL);

  private static final Map<String, String> SHADOW_NAMES =
      Map.of(
          "A", "ABC",
          "O", "Osprey Permaseed",
          "Q", "BTQueue",
          "R", "Tribler",
          "S", "Shadow",
          "T", "BitTornado",
          "U", "UPnP NAT Bit Torrent");

  private ClientName() {}

  /** Name and version as far as the id tells, else its first bytes made printable. */
  public static String of(PeerId id) {
    // One character a byte, so that patterns see the bytes.
    String text = new String(id.toBytes(), StandardCharsets.ISO_8859_1);
    if (text.startsWith("\0".repeat(12))) {
      return "Generic";
    }
    if (text.charAt(0) == '-') {
      return AzureusName.of(text.substring(1, SHOWN + 1)).orElseGet(() -> printable(text));
    }
    if (text.startsWith("exbc") || text.startsWith("FUTB")) {
      String name = text.startsWith("LORD", 6) ? "BitLord" : "BitComet";
      return "%s %d.%02d".formatted(name, (int) text.charAt(4), (int) text.charAt(5));
    }
    if (text.startsWith("FD6")) {
      return "Free Download Manager 6";
    }
    Matcher xbt = XBT.matcher(text);
    if (xbt.matches()) {
      return "XBT Client %s.%s.%s".formatted(xbt.group(1), xbt.group(2), xbt.group(3));
    }
    return other(text);
  }

  private static String other(String text) {
    Matcher dashed = DASHED.matcher(text);
    if (dashed.matches()) {
      String last = dashed.group(4) == null ? "" : "." + dashed.group(4);
      String name = DASHED_NAMES.getOrDefault(dashed.group(1), "");
      return name + " " + dashed.group(2) + "." + dashed.group(3) + last;
    }
    Matcher shadow = SHADOW.matcher(text);
    if (shadow.matches()) {
      StringBuilder name = new StringBuilder(SHADOW_NAMES.getOrDefault(shadow.group(1), ""));
      for (int i = 0; i < shadow.group(2).length(); i++) {
        name.append(i == 0 ? ' ' : '.').append(AzureusName.digit(shadow.group(2).charAt(i)));
      }
      return name.toString();
    }
    return printable(text);
  }

  private static String printable(String text) {
    StringBuilder shown = new StringBuilder();
    for (char letter : text.substring(0, SHOWN).toCharArray()) {
      if (letter > ' ' && letter < 0x7f && letter != '%') {
        shown.append(letter);
      } else {
        shown.append('%').append("%02X".formatted((int) letter));
      }
    }
    return shown.toString();
  }
}
