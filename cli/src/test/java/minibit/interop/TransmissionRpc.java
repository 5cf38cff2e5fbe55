package minibit.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The few questions asked of a transmission daemon that has one torrent. */
final class TransmissionRpc {
  private static final String SESSION = "X-Transmission-Session-Id";
  private static final int WRONG_SESSION = 409;

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI address;
  private String session = "none";

  TransmissionRpc(InetSocketAddress address) {
    this.address = URI.create("http://" + Loopback.text(address) + "/transmission/rpc");
  }

  boolean answers() {
    try {
      ask("session-get", Map.of());
      return true;
    } catch (ConnectException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void add(String source, Path folder) {
    JsonNode answer =
        call("torrent-add", Map.of("filename", source, "download-dir", folder.toString()));
    if (!answer.path("result").asString().equals("success")) {
      throw new AssertionError("transmission refused the torrent: " + answer);
    }
  }

  JsonNode torrent() {
    List<String> fields =
        List.of("status", "leftUntilDone", "metadataPercentComplete", "error", "errorString");
    return call("torrent-get", Map.of("fields", fields)).path("arguments").path("torrents").path(0);
  }

  private JsonNode call(String method, Map<String, Object> arguments) {
    try {
      return ask(method, arguments);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonNode ask(String method, Map<String, Object> arguments) throws IOException {
    String body = Json.text(Map.of("method", method, "arguments", arguments));
    HttpResponse<String> response = post(body);
    if (response.statusCode() == WRONG_SESSION) {
      session = response.headers().firstValue(SESSION).orElseThrow();
      response = post(body);
    }
    return Json.read(response.body());
  }

  private HttpResponse<String> post(String body) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header(SESSION, session)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
