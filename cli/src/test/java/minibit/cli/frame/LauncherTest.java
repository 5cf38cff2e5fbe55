package minibit.cli.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher knows of the program, compared with the program. */
class LauncherTest {
  private static final Path ROOT = Path.of(System.getProperty("minibit.root"));
  private static final Instant BUILT = Instant.parse("2026-01-01T12:00:00Z");

  @TempDir Path folder;

  /** The same flags and the same cache of classes, whichever name of a command is typed. */
  @Test
  void aliasesRunAsTheCommandsTheyStandFor() throws Exception {
    for (String scope : List.of("tools", "transfer", "remote", "daemon")) {
      Files.createFile(folder.resolve(scope + ".aot"));
    }
    Map<String, String> environment =
        Map.of("MINIBIT_APP", folder.toString(), "MINIBIT_SHOW_JAVA", "1");
    List<String> transfer = words(ROOT, environment, "download");
    assertThat(transfer).contains("-XX:AOTCache=" + folder.resolve("transfer.aot"));
    assertThat(words(ROOT, environment, "status")).isNotEqualTo(transfer);
    for (var alias : new TreeMap<>(Aliases.COMMANDS).entrySet()) {
      assertThat(words(ROOT, environment, alias.getKey()))
          .as(alias.getKey())
          .isEqualTo(words(ROOT, environment, alias.getValue()));
    }
  }

  /** What is kept lies where the user's shell has "~"; without any, where the system says. */
  @Test
  void homeIsThatOfTheShell() throws Exception {
    Map<String, String> environment =
        Map.of("MINIBIT_APP", folder.toString(), "MINIBIT_SHOW_JAVA", "1", "HOME", "/srv/ana");
    assertThat(words(ROOT, environment, "status")).contains("-Duser.home=/srv/ana");

    ProcessBuilder homeless =
        new ProcessBuilder("env", "-u", "HOME", "bash", ROOT.resolve("minibit").toString(), "up")
            .redirectErrorStream(true);
    homeless.environment().put("JAVA25_HOME", System.getProperty("java.home"));
    homeless.environment().putAll(environment);
    Process process = homeless.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains("minibit.cli.Main").doesNotContain("user.home");
  }

  /** A daemon's hot code is compiled by what it did; who is over soon does not count that. */
  @Test
  void whoRunsForLongNotesWhatItsCodeDoes() throws Exception {
    Map<String, String> environment =
        Map.of("MINIBIT_APP", folder.toString(), "MINIBIT_SHOW_JAVA", "1");
    String unnoted = "-XX:-C1UpdateMethodData";
    for (String command : List.of("up", "tracker", "demo", "simulate", "status")) {
      assertThat(words(ROOT, environment, command)).as(command).doesNotContain(unnoted);
    }
    boolean noted = !words(ROOT, environment, "create").contains(unnoted);
    for (String command : List.of("verify", "download", "seed")) {
      assertThat(!words(ROOT, environment, command).contains(unnoted)).as(command).isEqualTo(noted);
    }
  }

  /** Java takes ASCII for names if one part of the locale is not installed; the language stays. */
  @Test
  void namesAreUtf8WhateverTheLocale() throws Exception {
    Path jdk = folder.resolve("jdk");
    Files.createDirectories(jdk.resolve("bin"));
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25\"\n");
    for (String tool : List.of("java", "javac")) {
      Path script = jdk.resolve("bin").resolve(tool);
      Files.writeString(
          script, "#!/bin/sh\necho \"$LC_ALL $MINIBIT_LANGUAGE $(locale charmap)\"\n");
      Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }
    Map<String, String> environment =
        Map.of("JAVA25_HOME", jdk.toString(), "MINIBIT_APP", folder.toString(), "LC_ALL", "");
    for (Map<String, String> locale :
        List.of(
            Map.of("LANG", "xx_YY.UTF-8"),
            Map.of("LANG", "xx_YY"),
            Map.of("LC_ALL", "xx_YY.UTF-8", "LANG", "C.UTF-8"),
            Map.of("LC_TIME", "de_DE.UTF-8", "LANG", "xx_YY.UTF-8", "LC_CTYPE", "C.UTF-8"))) {
      Map<String, String> all = new TreeMap<>(environment);
      all.putAll(locale);
      Started started = start(ROOT, all, "status");
      assertThat(started.said().lines().toList().getLast())
          .as(locale.toString())
          .isEqualTo("C.UTF-8 " + locale.getOrDefault("LC_ALL", locale.get("LANG")) + " UTF-8");
    }
    Map<String, String> installed = new TreeMap<>(environment);
    installed.put("LANG", "C.UTF-8");
    assertThat(start(ROOT, installed, "status").said().strip()).isEqualTo("UTF-8");
  }

  /** Of every module that the build makes, sources and build file alike. */
  @Test
  void whatChangedIsBuiltAgain() throws Exception {
    Files.copy(ROOT.resolve("minibit"), folder.resolve("minibit"));
    Files.writeString(folder.resolve("pom.xml"), "");
    List<Path> watched = new ArrayList<>(List.of(folder.resolve("pom.xml")));
    for (String module : modules()) {
      Path sources = Files.createDirectories(folder.resolve(module).resolve("src/main/resources"));
      watched.add(Files.writeString(sources.resolve("some.txt"), ""));
      watched.add(Files.writeString(folder.resolve(module).resolve("pom.xml"), ""));
    }
    Path current = folder.resolve("target/run/current");
    Files.createDirectories(current.getParent());
    Files.writeString(current, "some-build\n");
    try (var all = Files.walk(folder)) {
      for (Path file : all.toList()) {
        Files.setLastModifiedTime(file, FileTime.from(BUILT));
      }
    }
    // A build that fails is seen as well as one that succeeds, and takes no time.
    Path tools = Files.createDirectory(folder.resolve("tools"));
    Path maven = Files.writeString(tools.resolve("mvn"), "#!/bin/sh\nexit 1\n");
    Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwx------"));
    Map<String, String> environment =
        Map.of("PATH", tools + ":" + System.getenv("PATH"), "MINIBIT_SHOW_JAVA", "1");

    assertThat(words(folder, environment, "status")).contains("minibit.cli.Main");
    for (Path changed : watched) {
      Files.setLastModifiedTime(changed, FileTime.from(BUILT.plusSeconds(1)));
      assertThat(start(folder, environment, "status").said())
          .as(changed.toString())
          .contains("The build failed");
      Files.setLastModifiedTime(changed, FileTime.from(BUILT));
    }
  }

  /** The modules of the usual build; those of profiles stand later. */
  private static List<String> modules() throws IOException {
    String pom = Files.readString(ROOT.resolve("pom.xml"));
    String usual = pom.substring(pom.indexOf("<modules>"), pom.indexOf("</modules>"));
    List<String> modules =
        Pattern.compile("<module>(.+?)</module>")
            .matcher(usual)
            .results()
            .map(m -> m.group(1))
            .toList();
    assertThat(modules).contains("web", "cli");
    return modules;
  }

  /** The words of the command that would be run, all but the last: the one typed. */
  private static List<String> words(Path root, Map<String, String> environment, String typed)
      throws Exception {
    Started started = start(root, environment, typed);
    assertThat(started.exit()).as(started.said()).isZero();
    List<String> words = started.said().lines().toList();
    assertThat(words.getLast()).isEqualTo(typed);
    return words.subList(0, words.size() - 1);
  }

  /** How the launcher ended, and all that it said. */
  private record Started(int exit, String said) {}

  private static Started start(Path root, Map<String, String> more, String typed) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("bash", root.resolve("minibit").toString(), typed)
            .redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.matches("(MINIBIT_|LC_).*|LANG"));
    environment.put("JAVA25_HOME", System.getProperty("java.home"));
    environment.put("LC_ALL", "C.UTF-8");
    environment.putAll(more);
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Started(process.waitFor(), said);
  }
}
