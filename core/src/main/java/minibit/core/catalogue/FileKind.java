package minibit.core.catalogue;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What sort of file it is, for people: by its media type, or by its extension if that says none.
 */
public enum FileKind {
  /** Music, speech. */
  AUDIO,
  /** Films. */
  VIDEO,
  /** Pictures. */
  IMAGE,
  /** Texts, sheets, books. */
  DOCUMENT,
  /** Files packed into one, and images of disks. */
  ARCHIVE,
  /** Anything else. */
  OTHER;

  private static final Map<String, FileKind> FAMILIES =
      Map.of("audio", AUDIO, "video", VIDEO, "image", IMAGE, "text", DOCUMENT);

  private static final Set<String> DOCUMENTS =
      Set.of(
          "pdf", "doc", "docx", "odt", "ods", "odp", "rtf", "tex", "xls", "xlsx", "ppt", "pptx",
          "epub", "mobi", "azw3", "djvu", "ps", "txt", "md", "csv", "htm", "html", "xml", "json");

  private static final Set<String> ARCHIVES =
      Set.of(
          "zip", "gz", "tgz", "tar", "bz2", "tbz2", "xz", "txz", "zst", "7z", "rar", "lz4", "lzma",
          "jar", "war", "iso", "img", "dmg", "cab", "deb", "rpm", "cpio", "br");

  private static final Set<String> SOUNDS =
      Set.of("mp3", "flac", "ogg", "oga", "opus", "wav", "m4a", "aac", "wma", "aiff", "mid");

  private static final Set<String> FILMS =
      Set.of("mp4", "mkv", "webm", "avi", "mov", "m4v", "mpg", "mpeg", "wmv", "flv", "ogv", "3gp");

  private static final Set<String> PICTURES =
      Set.of(
          "png", "jpg", "jpeg", "gif", "webp", "svg", "bmp", "tif", "tiff", "heic", "avif", "ico",
          "psd", "raw", "cr2", "nef", "dng", "xcf");

  /** The kind of a file of this media type and name. */
  public static FileKind of(String mediaType, String name) {
    String type = mediaType.toLowerCase(Locale.ROOT);
    int slash = type.indexOf('/');
    FileKind family = slash < 0 ? null : FAMILIES.get(type.substring(0, slash));
    return family != null ? family : byExtension(extension(name));
  }

  private static FileKind byExtension(String extension) {
    if (DOCUMENTS.contains(extension)) {
      return DOCUMENT;
    }
    if (ARCHIVES.contains(extension)) {
      return ARCHIVE;
    }
    if (SOUNDS.contains(extension)) {
      return AUDIO;
    }
    if (FILMS.contains(extension)) {
      return VIDEO;
    }
    return PICTURES.contains(extension) ? IMAGE : OTHER;
  }

  /** What follows the last dot of a name, in lower case; empty if there is none. */
  public static String extension(String name) {
    int dot = name.lastIndexOf('.');
    return dot <= 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }
}
