package minibit.daemon.share.scan;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Media types by a name's ending: the same on every machine, so that equal files register equal.
 */
public final class MediaTypes {
  /** What is not known by its name. */
  public static final String UNKNOWN = "application/octet-stream";

  private static final Map<String, String> BY_ENDING = table();

  private MediaTypes() {}

  /** The type of a file of this name. */
  public static String of(String name) {
    int dot = name.lastIndexOf('.');
    String ending = dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    return BY_ENDING.getOrDefault(ending, UNKNOWN);
  }

  private static Map<String, String> table() {
    String[] rows = {
      "text/plain txt text log cfg conf ini nfo",
      "text/markdown md markdown",
      "text/html html htm",
      "text/css css",
      "text/csv csv",
      "text/tab-separated-values tsv",
      "text/calendar ics",
      "text/vcard vcf",
      "text/javascript js mjs",
      "text/x-java java",
      "text/x-python py",
      "text/x-c c h",
      "text/x-c++ cpp cc cxx hpp",
      "text/x-rust rs",
      "text/x-go go",
      "text/x-tex tex bib",
      "application/x-sh sh",
      "application/json json geojson",
      "application/x-ndjson ndjson jsonl",
      "application/xml xml",
      "application/yaml yaml yml",
      "application/toml toml",
      "application/sql sql",
      "application/pdf pdf",
      "application/postscript ps eps",
      "application/rtf rtf",
      "application/epub+zip epub",
      "application/x-mobipocket-ebook mobi",
      "application/msword doc",
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document docx",
      "application/vnd.ms-excel xls",
      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet xlsx",
      "application/vnd.ms-powerpoint ppt",
      "application/vnd.openxmlformats-officedocument.presentationml.presentation pptx",
      "application/vnd.oasis.opendocument.text odt",
      "application/vnd.oasis.opendocument.spreadsheet ods",
      "application/vnd.oasis.opendocument.presentation odp",
      "application/zip zip",
      "application/gzip gz tgz",
      "application/x-bzip2 bz2",
      "application/x-xz xz",
      "application/zstd zst",
      "application/x-tar tar",
      "application/x-7z-compressed 7z",
      "application/vnd.rar rar",
      "application/java-archive jar",
      "application/x-iso9660-image iso",
      "application/vnd.debian.binary-package deb",
      "application/x-rpm rpm",
      "application/vnd.android.package-archive apk",
      "application/x-bittorrent torrent",
      "application/vnd.sqlite3 sqlite sqlite3 db",
      "application/vnd.apache.parquet parquet",
      "application/x-hdf5 h5 hdf5",
      "application/wasm wasm",
      "image/png png",
      "image/jpeg jpg jpeg",
      "image/gif gif",
      "image/webp webp",
      "image/avif avif",
      "image/heic heic",
      "image/svg+xml svg",
      "image/bmp bmp",
      "image/tiff tif tiff",
      "image/x-icon ico",
      "image/vnd.adobe.photoshop psd",
      "audio/mpeg mp3",
      "audio/mp4 m4a",
      "audio/aac aac",
      "audio/flac flac",
      "audio/ogg ogg oga opus",
      "audio/wav wav",
      "audio/midi mid midi",
      "audio/x-ms-wma wma",
      "video/mp4 mp4 m4v",
      "video/matroska mkv",
      "video/webm webm",
      "video/x-msvideo avi",
      "video/quicktime mov",
      "video/mpeg mpg mpeg",
      "video/mp2t ts m2ts",
      "video/x-ms-wmv wmv",
      "video/x-flv flv",
      "video/ogg ogv",
      "video/3gpp 3gp",
      "application/x-subrip srt",
      "text/vtt vtt",
      "font/ttf ttf",
      "font/otf otf",
      "font/woff woff",
      "font/woff2 woff2",
    };
    Map<String, String> table = new HashMap<>();
    for (String row : rows) {
      String[] words = row.split(" ", -1);
      for (int i = 1; i < words.length; i++) {
        table.put(words[i], words[0]);
      }
    }
    return Map.copyOf(table);
  }
}
