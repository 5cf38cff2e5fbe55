package minibit.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import minibit.daemon.api.access.ApiAddress;
import minibit.daemon.api.client.ApiClient;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.Status;
import minibit.interop.Minibit;
import minibit.interop.Running;
import minibit.interop.Workspace;
import tools.jackson.databind.json.JsonMapper;

/** A daemon on loopback, started by the packaged program, in a home of its own. */
final class Daemon extends Running {
  private static final String ANY_PORT = "127.0.0.1:0";
  private static final long COMMAND_SECONDS = 60;

  private final String called;
  private final Path place;
  private Optional<ApiClient> client = Optional.empty();

  private Daemon(String name, Path place, Process process, Path log) {
    super(name, process, log);
    this.called = name;
    this.place = place;
  }

  /** Starts one that shares a folder; {@code join} is a member to ask, but for the founder. */
  static Daemon start(String name, Path place, String group, Optional<Path> share, String join) {
    Workspace.created(place);
    List<String> words = new ArrayList<>(List.of("up", "--no-shell", "--no-lsd", "--name", name));
    words.addAll(List.of("--group", group, "--listen", ANY_PORT, "--member", ANY_PORT));
    words.addAll(List.of("--api", ANY_PORT, "--set", "daemon.downloads=" + place.resolve("down")));
    // Patient timeouts: browsers and builds beside it starve a daemon of a small machine.
    words.addAll(List.of("--set", "group.profile=wan"));
    if (!join.isEmpty()) {
      words.addAll(List.of("--join", join));
    }
    share.ifPresent(path -> words.add(path.toString()));
    Path log = place.resolve("up.log");
    List<String> command = Minibit.command(words.toArray(String[]::new));
    return new Daemon(
        name, place, Running.spawn(log, place, command, Minibit.environment(place)), log);
  }

  /** What it says of itself; empty until it answers. */
  Optional<Status> status() {
    try {
      if (ApiAddress.read(home()).isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(ask(ApiClient::status));
    } catch (ApiException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks it something as its owner. */
  <T> T ask(Function<ApiClient, T> question) {
    return question.apply(client());
  }

  private synchronized ApiClient client() {
    ApiClient known = client.orElseGet(() -> ApiClient.of(home()));
    client = Optional.of(known);
    return known;
  }

  /** A one-time address of its page, as {@code minibit open} prints it. */
  String pageUrl() {
    List<String> command = Minibit.command("open", "--no-browser", "--json");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(Minibit.environment(place));
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new AssertionError("open failed: " + said);
      }
      return JsonMapper.shared().readTree(said).path("url").asString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  boolean isCalled(String name) {
    return called.equals(name);
  }

  Path home() {
    return place.resolve("minibit");
  }

  Path downloads() {
    return place.resolve("down");
  }

  /** Kills it as a power cut would. */
  void kill() {
    process().descendants().forEach(ProcessHandle::destroyForcibly);
    process().destroyForcibly();
  }

  @Override
  public void close() {
    client.ifPresent(ApiClient::close);
    super.close();
  }

  @Override
  protected boolean ready() {
    return status().filter(status -> status.group().tracker().isPresent()).isPresent();
  }

  @Override
  protected boolean complete() {
    return ready();
  }
}
