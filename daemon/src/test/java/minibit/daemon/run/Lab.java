package minibit.daemon.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import minibit.daemon.api.Backend;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.SearchAnswer;
import minibit.daemon.api.model.SearchRequest;
import minibit.daemon.api.model.Status;
import minibit.daemon.config.Settings;
import minibit.daemon.config.Settings.FlagValue;
import minibit.daemon.config.SettingsException;

/** Whole daemons in one process, on loopback, in a group nobody else is in. */
final class Lab implements AutoCloseable {
  private final Path folder;
  private final String group;
  private final List<Daemon> daemons = new ArrayList<>();
  private final List<FlagValue> more = new ArrayList<>();

  Lab(Path folder, String group) {
    this.folder = folder;
    this.group = group;
  }

  /** Sets something for every daemon that starts from now on. */
  void set(String key, String value) {
    more.add(new FlagValue("--set", key, value));
  }

  /** A daemon that founds the group if it is the first, and joins the first's otherwise. */
  Daemon start(String name, Path... shares) throws IOException, SettingsException {
    List<FlagValue> flags = new ArrayList<>(flags(name));
    if (!daemons.isEmpty()) {
      String founder = daemons.getFirst().backend().status().listen().member();
      flags.add(new FlagValue("--join", "discovery.join", founder));
    }
    Daemon daemon = open(name, flags, shares);
    daemons.add(daemon);
    return daemon;
  }

  /** A daemon that knows the others by what its home remembers; shares may be named again. */
  Daemon again(String name, Path... shares) throws IOException, SettingsException {
    Daemon daemon = open(name, flags(name), shares);
    daemons.add(daemon);
    return daemon;
  }

  /** Daemons that know nobody, each sharing its own files, all started at the same moment. */
  void together(List<String> names) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(names.size())) {
      List<Callable<Daemon>> starts = new ArrayList<>();
      for (String name : names) {
        starts.add(() -> open(name, flags(name), files(name)));
      }
      for (Future<Daemon> started : threads.invokeAll(starts)) {
        daemons.add(started.get());
      }
    }
  }

  private Daemon open(String name, List<FlagValue> flags, Path... shares)
      throws IOException, SettingsException {
    Path home = home(name);
    Files.createDirectories(home.getParent());
    List<FlagValue> all = new ArrayList<>(flags);
    all.addAll(more);
    Settings settings = Settings.load(home, Map.of(), all);
    return Daemon.start(DaemonOptions.of(home, "test").withShares(List.of(shares)), settings);
  }

  private List<FlagValue> flags(String name) {
    return List.of(
        new FlagValue("--name", "daemon.name", name),
        new FlagValue("--group", "group.name", group),
        new FlagValue("--listen", "listen.peer", "127.0.0.1:0"),
        new FlagValue("--member", "listen.member", "127.0.0.1:0"),
        new FlagValue("--no-lsd", "lsd.enabled", "false"),
        new FlagValue("--no-lsd", "discovery.multicast", "false"));
  }

  Path home(String name) {
    return folder.resolve(name).resolve("home");
  }

  /** A folder of this daemon to share. */
  Path files(String name) throws IOException {
    return Files.createDirectories(folder.resolve(name).resolve("files"));
  }

  /** Bytes of that seed, the same wherever they are written. */
  static Path write(Path file, int size, long seed) throws IOException {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    Files.createDirectories(file.getParent());
    return Files.write(file, bytes);
  }

  /** What a daemon finds, unless it finds nobody to ask. */
  static Optional<SearchAnswer> search(Backend daemon, String words) {
    try {
      return Optional.of(daemon.search(SearchRequest.of(words))).filter(found -> !found.stale());
    } catch (ApiException e) {
      return Optional.empty();
    }
  }

  static long found(Backend daemon, String words) {
    return search(daemon, words).map(SearchAnswer::total).orElse(-1L);
  }

  static Optional<String> tracker(Backend daemon) {
    Status status = daemon.status();
    return status.group().tracker().map(member -> member.name());
  }

  List<Daemon> daemons() {
    return daemons;
  }

  /** Without goodbye: as far as one process can play that another has died. */
  @Override
  public void close() {
    daemons.reversed().forEach(Daemon::close);
  }
}
