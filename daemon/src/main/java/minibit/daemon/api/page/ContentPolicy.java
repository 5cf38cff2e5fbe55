package minibit.daemon.api.page;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a browser may do with the page: run scripts of this daemon only, speak to this daemon only,
 * make no script or markup of text but by way of the page's own policies.
 */
final class ContentPolicy {
  /** Where browsers tell of what they refused. */
  static final String REPORTS = "/api/v1/csp-reports";

  private static final Pattern IMPORT_MAP =
      Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);

  private ContentPolicy() {}

  /**
   * The policy for a document. Its import map is the one script that may stand in it, known by its
   * hash.
   */
  static String of(String html) {
    StringBuilder scripts = new StringBuilder("script-src 'self'");
    Matcher maps = IMPORT_MAP.matcher(html);
    while (maps.find()) {
      scripts.append(" 'sha256-").append(hash(maps.group(1))).append('\'');
    }
    return String.join(
        "; ",
        "default-src 'none'",
        scripts,
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "font-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types lit-html default",
        "report-uri " + REPORTS);
  }

  private static String hash(String script) {
    try {
      // Browsers hash the text after line ends were made plain.
      byte[] text = script.replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is missing", e);
    }
  }
}
