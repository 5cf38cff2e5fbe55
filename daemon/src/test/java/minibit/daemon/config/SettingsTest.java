package minibit.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import minibit.group.GroupSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Settings say where they come from, and nonsense is refused by name before anything starts. */
class SettingsTest {
  @TempDir Path home;

  @Test
  void withoutAnyWordTheDefaultsHold() throws Exception {
    Settings settings = load("");

    assertThat(settings.group()).isEqualTo(GroupSettings.DEFAULTS);
    assertThat(settings.all()).allMatch(value -> value.source() instanceof Source.Default);
  }

  @Test
  void aFlagWinsOverTheEnvironmentAndThatOverTheFile() throws Exception {
    write("[group]\nheartbeat = \"300 ms\"\nlease = \"20 s\"\n[log]\nfiles = 9\n");
    Settings settings =
        Settings.load(
            home,
            Map.of("MINIBIT_GROUP_LEASE", "25 s", "MINIBIT_LOG_FILES", "7", "MINIBIT_HOME", "/x"),
            List.of(new Settings.FlagValue("--set", "log.files", "3")));

    assertThat(settings.get(Keys.HEARTBEAT)).isEqualTo(Duration.ofMillis(300));
    assertThat(settings.inForce(Keys.HEARTBEAT).source().text()).isEqualTo("minibit.toml:2");
    assertThat(settings.get(Keys.LEASE)).isEqualTo(Duration.ofSeconds(25));
    assertThat(settings.inForce(Keys.LEASE).source().text()).isEqualTo("MINIBIT_GROUP_LEASE");
    assertThat(settings.get(Keys.LOG_FILES)).isEqualTo(3);
    assertThat(settings.inForce(Keys.LOG_FILES).source().text()).isEqualTo("--set");
  }

  @Test
  void theWideProfileChangesWhatNobodySaid() throws Exception {
    Settings settings = load("[group]\nprofile = \"wan\"\nlease = \"50 s\"\n");

    assertThat(settings.get(Keys.ELECTION_MIN)).isEqualTo(GroupSettings.WAN.electionMin());
    assertThat(settings.inForce(Keys.ELECTION_MIN).source().text()).isEqualTo("profile wan");
    assertThat(settings.get(Keys.LEASE)).isEqualTo(Duration.ofSeconds(50));
  }

  /** Each says where and which, and what would do instead. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [group]\\nhartbeat = "1 s"               | minibit.toml:2|group.hartbeat|did you mean group.heartbeat
          [group]\\nheartbeat = 5                  | minibit.toml:2|group.heartbeat|takes a time such as
          [group]\\nheartbeat = "5"                | minibit.toml:2|group.heartbeat|takes a time such as
          [group]\\nheartbeat = "1 KiB"            | minibit.toml:2|group.heartbeat|takes a time such as
          [group]\\nheartbeat = "0 s"              | minibit.toml:2|group.heartbeat|from 100 ms to 1 min
          [group]\\n\\nheartbeat = "16 s"          | minibit.toml:3|group.lease (15 s)|longer than group.heartbeat (16 s)
          [group]\\nelection-min = "800 ms"        | minibit.toml:2|group.election-max|longer than group.election-min
          [group]\\ndetect-min = "5 s"             | minibit.toml:2|group.detect-max|must not be shorter than group.detect-min
          [group]\\nlease = "3 s"                  | minibit.toml:2|group.lease|longer than group.detect-max
          [group]\\nvoters = 4                     | minibit.toml:2|group.voters|one of 1, 3, 5
          [listen]\\npeer = "127.0.0.1:70000"      | minibit.toml:2|listen.peer|ports go from 0 to 65535
          [listen]\\npeer = "somewhere"            | minibit.toml:2|listen.peer|IP:PORT
          [listen]\\napi-certificate = "a.pem"    | minibit.toml:2|listen.api-key|go together
          [connections]\\nmost = 20\\nper-torrent = 30| minibit.toml:3, minibit.toml:2|connections.per-torrent (30)|connections.most (20)
          [transfers]\\nlimit-up = "0"             | minibit.toml:2|transfers.limit-up|at least 1 B/s
          [discovery]\\nmulticast = "perhaps"      | minibit.toml:2|discovery.multicast|true or false
          [shares]\\nignore = [1]                  | minibit.toml:2|shares.ignore|list
          [group                                   | minibit.toml:1|expected ]|
          """)
  void nonsenseIsRefusedByFileLineAndKey(String toml, String where, String key, String why) {
    assertThatThrownBy(() -> load(toml.replace("\\n", "\n")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(where)
        .hasMessageContaining(key)
        .hasMessageContaining(why == null ? "" : why);
  }

  @Test
  void aMistypedVariableOfASectionIsRefusedToo() {
    assertThatThrownBy(() -> Settings.load(home, Map.of("MINIBIT_GROUP_LEESE", "20 s"), List.of()))
        .isInstanceOf(SettingsException.class)
        .hasMessage(
            "MINIBIT_GROUP_LEESE: no setting has this variable; did you mean MINIBIT_GROUP_LEASE?");
  }

  /** The file that `config --defaults` prints changes nothing, also with every line in force. */
  @Test
  void thePrintedFileMeansTheDefaults() throws Exception {
    Settings asPrinted = load(TomlSettings.commented());
    Settings uncommented =
        load(TomlSettings.commented().replaceAll("(?m)^#(?=[a-z][a-z-]* = )", ""));

    assertThat(asPrinted.group()).isEqualTo(GroupSettings.DEFAULTS);
    for (Setting<?> setting : Keys.ALL) {
      assertThat(uncommented.inForce(setting).source()).isInstanceOf(Source.File.class);
      assertThat((Object) uncommented.get(setting)).as(setting.key()).isEqualTo(setting.defaults());
    }
  }

  @Test
  void keysAreDistinctAndReasoned() {
    Set<String> keys = new HashSet<>();
    for (Setting<?> setting : Keys.ALL) {
      assertThat(keys.add(setting.key())).as(setting.key()).isTrue();
      assertThat(setting.reason()).as(setting.key()).endsWith(".");
    }
  }

  private Settings load(String toml) throws IOException, SettingsException {
    write(toml);
    return Settings.load(home, Map.of(), List.of());
  }

  private void write(String toml) throws IOException {
    Files.writeString(home.resolve(Settings.FILE), toml);
  }
}
