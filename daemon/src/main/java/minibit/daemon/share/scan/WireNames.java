package minibit.daemon.share.scan;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Set;
import minibit.core.catalogue.CatalogueLimits;
import minibit.core.metainfo.SafeNames;

/**
 * Names for the catalogue: NFC, well-formed, of at most 255 bytes. What is in no Unicode encoding
 * is read as Latin-1, which is what old disks hold; what is too long or unwritable is cleaned as
 * names in torrents are.
 */
public final class WireNames {
  /** How a path shows bytes that it could not decode. */
  private static final char UNDECODED = '\uFFFD';

  private WireNames() {}

  /** The name of the last part of this path, which must have one. */
  public static String of(Path path) {
    Path last = path.getFileName();
    if (last == null) {
      throw new IllegalArgumentException("a path without a name: " + path);
    }
    String shown = last.toString();
    return ofText(shown.indexOf(UNDECODED) < 0 ? shown : decoded(raw(path)));
  }

  static String ofText(String text) {
    String name = Normalizer.normalize(text, Normalizer.Form.NFC);
    if (name.getBytes(StandardCharsets.UTF_8).length <= CatalogueLimits.NAME_BYTES
        && StandardCharsets.UTF_8.newEncoder().canEncode(name)
        && SafeNames.clean(name).isPresent()) {
      return name;
    }
    return SafeNames.clean(name).orElse("_");
  }

  /** A name that is free: the wished one, else with a number before its ending. */
  public static String distinct(String wished, Set<String> taken) {
    String name = wished;
    for (int i = 2; taken.contains(name); i++) {
      name = numbered(wished, i);
    }
    return name;
  }

  private static String numbered(String name, int number) {
    String mark = " (" + number + ")";
    int dot = name.lastIndexOf('.');
    String ending = dot > 0 && name.length() - dot <= 16 ? name.substring(dot) : "";
    StringBuilder stem = new StringBuilder(name.substring(0, name.length() - ending.length()));
    while (bytes(stem) + bytes(mark) + bytes(ending) > CatalogueLimits.NAME_BYTES) {
      stem.setLength(stem.offsetByCodePoints(stem.length(), -1));
    }
    return stem + mark + ending;
  }

  private static int bytes(CharSequence text) {
    return text.toString().getBytes(StandardCharsets.UTF_8).length;
  }

  private static String decoded(byte[] raw) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
    } catch (CharacterCodingException e) {
      return new String(raw, StandardCharsets.ISO_8859_1);
    }
  }

  /** The bytes of a name that is no text: a path gives them as its address alone. */
  private static byte[] raw(Path path) {
    String address = path.toAbsolutePath().toUri().getRawPath();
    String trimmed = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    String name = trimmed.substring(trimmed.lastIndexOf('/') + 1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) == '%') {
        bytes.write(Integer.parseInt(name, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.write(name.charAt(i));
      }
    }
    return bytes.toByteArray();
  }
}
