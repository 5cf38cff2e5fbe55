package minibit.daemon.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import minibit.daemon.api.model.SearchRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Prometheus reads a daemon's numbers, by its token, in the format it knows. */
@Timeout(60)
class MetricsTest {
  @TempDir Path folder;

  private static HttpResponse<String> get(Daemon daemon, String... headers) throws Exception {
    URI metrics = URI.create("http://" + daemon.backend().status().listen().api() + "/metrics");
    HttpRequest.Builder request = HttpRequest.newBuilder(metrics);
    if (headers.length > 0) {
      request.headers(headers);
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  private static String[] token(Path home) throws Exception {
    return new String[] {
      "Authorization", "Bearer " + Files.readString(home.resolve("token")).strip()
    };
  }

  @Test
  void theNumbersOfADaemonAreServedByItsToken() throws Exception {
    try (Lab lab = new Lab(folder, "metrics")) {
      Lab.write(lab.files("ada").resolve("one.bin"), 50_000, 1);
      Daemon ada = lab.start("ada", lab.files("ada"));
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> Lab.search(ada.backend(), "one").isPresent());
      var unused = ada.backend().search(SearchRequest.of("one"));

      HttpResponse<String> answer = get(ada, token(lab.home("ada")));

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type"))
          .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
      assertThat(answer.body().lines())
          .contains(
              "minibit_group_role{role=\"tracker\"} 1.0",
              "minibit_group_role{role=\"voter\"} 0.0",
              "minibit_group_quorum 1.0",
              "minibit_transfers{state=\"seeding\"} 0.0",
              "minibit_pieces_verified_total 0.0",
              "minibit_cache_capacity_bytes 6.7108864E7",
              "minibit_cache_joined_total 0.0",
              "minibit_cache_admissions_total 0.0",
              "minibit_cache_evictions_total 0.0",
              "minibit_cache_wanted{rank=\"1\"} 0.0",
              "minibit_cache_wanted_held{rank=\"10\"} 0.0",
              "minibit_dht_nodes 0.0",
              "minibit_lsd_found_total 0.0")
          .anyMatch(line -> line.matches("minibit_searches_total [1-9].*"))
          .anyMatch(line -> line.startsWith("minibit_cache_hits_total "))
          .anyMatch(line -> line.startsWith("minibit_shares_files "))
          .anyMatch(line -> line.startsWith("jvm_memory_used_bytes{"));
    }
  }

  @Test
  void strangersAreRefusedUnlessTheyAreInvited() throws Exception {
    try (Lab lab = new Lab(folder, "metrics")) {
      Daemon closed = lab.start("closed");

      assertThat(get(closed).statusCode()).isEqualTo(401);
      assertThat(get(closed, "Authorization", "Bearer wrong").statusCode()).isEqualTo(401);

      lab.set("metrics.open", "true");
      Daemon open = lab.start("open");

      assertThat(get(open).statusCode()).isEqualTo(200);
      assertThat(get(open, "Origin", "http://evil.example").statusCode()).isEqualTo(403);
    }
  }
}
