package minibit.interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** XML-RPC over SCGI, as much of it as it takes to load one torrent and ask how it fares. */
final class RtorrentRpc {
  private static final Pattern VALUE = Pattern.compile("<(?:i4|i8|string)>([^<]*)<");

  private final Path socket;

  RtorrentRpc(Path socket) {
    this.socket = socket;
  }

  boolean answers() {
    return Files.exists(socket) && !values(call("system.client_version")).isEmpty();
  }

  /** How many torrents it has; a magnet link counts before its metadata is there. */
  int torrents() {
    return values(call("download_list", "")).size();
  }

  boolean isOpenAndChecked() {
    return ask("d.is_active=") == 1 && ask("d.hashing=") == 0;
  }

  /** Complete, and no longer the stand-in that a magnet link is until its metadata has come. */
  boolean isComplete() {
    return ask("d.complete=") == 1 && ask("d.is_meta=") == 0 && ask("d.hashing=") == 0;
  }

  private long ask(String question) {
    List<String> answer = values(call("d.multicall2", "", "main", question));
    return answer.isEmpty() ? -1 : Long.parseLong(answer.getFirst());
  }

  /** Calls a method with text parameters and gives the answer as it came. */
  String call(String method, String... parameters) {
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\"?><methodCall><methodName>");
    xml.append(method).append("</methodName><params>");
    for (String parameter : parameters) {
      xml.append("<param><value><string>").append(escaped(parameter));
      xml.append("</string></value></param>");
    }
    String answer = exchange(xml.append("</params></methodCall>").toString());
    if (answer.contains("<fault>")) {
      throw new AssertionError("rtorrent: " + method + ": " + answer);
    }
    return answer;
  }

  private String exchange(String body) {
    byte[] content = body.getBytes(UTF_8);
    String headers = "CONTENT_LENGTH\0" + content.length + "\0SCGI\0" + "1\0";
    byte[] start = (headers.length() + ":" + headers + ",").getBytes(UTF_8);
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      channel.write(new ByteBuffer[] {ByteBuffer.wrap(start), ByteBuffer.wrap(content)});
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      Channels.newInputStream(channel).transferTo(answer);
      return answer.toString(UTF_8);
    } catch (java.net.ConnectException e) {
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> values(String answer) {
    List<String> values = new ArrayList<>();
    Matcher matcher = VALUE.matcher(answer);
    while (matcher.find()) {
      values.add(matcher.group(1));
    }
    return values;
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
