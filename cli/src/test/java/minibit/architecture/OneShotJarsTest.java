package minibit.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Commands that speak to no daemon are started with only some of the jars. Every class that they
 * can ever come to must lie in one of those.
 */
class OneShotJarsTest {
  private static final List<String> COMMANDS =
      List.of("Create", "Verify", "Info", "Magnet", "Download", "Seed");

  /** Names every command's class, of which only the one asked for is ever made. */
  private static final String ALL_COMMANDS = "minibit.cli.Commands";

  @Test
  void nothingIsMissing() throws Exception {
    List<String> jars = jarsOfTheLauncher();
    Map<String, String> reached = reachable();

    Map<String, String> missing = new TreeMap<>();
    for (String name : reached.keySet()) {
      String home = homeOf(name);
      if (!home.isEmpty() && jars.stream().noneMatch(jar -> isOf(jar, home))) {
        missing.put(name + " of " + home, "by way of " + reached.get(name));
      }
    }
    assertThat(missing).isEmpty();
    assertThat(reached).hasSizeGreaterThan(300).containsKey("minibit.core.metainfo.TorrentWriter");
  }

  /** Nor do we keep what nobody needs any more. */
  @Test
  void nothingIsUnneeded() throws Exception {
    TreeSet<String> homes = new TreeSet<>();
    reachable().keySet().forEach(name -> homes.add(homeOf(name)));
    assertThat(jarsOfTheLauncher().stream().filter(jar -> !isNeededByOthers(jar)))
        .allMatch(jar -> homes.stream().anyMatch(home -> isOf(jar, home)));
  }

  /** What our own libraries need of each other is not looked into. */
  private static boolean isNeededByOthers(String jar) {
    return jar.matches(
        "jackson-annotations|jackson-core|jetty-io|jetty-http|logback-core|slf4j-api");
  }

  private static List<String> jarsOfTheLauncher() throws IOException {
    String launcher = Files.readString(Path.of(System.getProperty("minibit.root"), "minibit"));
    Matcher list = Pattern.compile("ONE_SHOT_JARS=\\(([^)]*)\\)").matcher(launcher);
    assertThat(list.find()).isTrue();
    return Stream.concat(
            Stream.of("cli", "picocli"), Stream.of(list.group(1).strip().split("\\s+")))
        .toList();
  }

  /** Whether a class's home is this jar, or the folder of a module that becomes this jar. */
  private static boolean isOf(String jar, String home) {
    return home.matches(".*/" + Pattern.quote(jar) + "-[0-9][^/]*\\.jar")
        || home.endsWith("/" + jar + "/target/classes/");
  }

  /** The jar or folder of classes that a class comes from; empty for those of Java itself. */
  private static String homeOf(String name) {
    try {
      var source =
          Class.forName(name, false, OneShotJarsTest.class.getClassLoader())
              .getProtectionDomain()
              .getCodeSource();
      URI home = source == null ? URI.create("") : source.getLocation().toURI();
      return "file".equals(home.getScheme()) ? home.getPath() : "";
    } catch (ReflectiveOperationException | java.net.URISyntaxException e) {
      throw new AssertionError(name, e);
    }
  }

  /** Every class named by a class that is reached, and by which. */
  private static Map<String, String> reachable() {
    JavaClasses ours =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("minibit");
    Map<String, String> reached = new LinkedHashMap<>();
    Deque<String> open = new ArrayDeque<>();
    for (String root : List.of("Main", "App", "CommandLines", "Complaints", "LogSetup")) {
      open.add("minibit.cli." + root);
    }
    COMMANDS.forEach(command -> open.add("minibit.cli.command." + command + "Command"));
    open.forEach(root -> reached.put(root, "the start"));
    while (!open.isEmpty()) {
      String name = open.remove();
      if (name.equals(ALL_COMMANDS) || !ours.contain(name)) {
        continue;
      }
      for (Dependency one : ours.get(name).getDirectDependenciesFromSelf()) {
        JavaClass target = one.getTargetClass().getBaseComponentType();
        if (!target.isPrimitive()
            && !target.getName().startsWith("java.")
            && !isAnnotationOfTools(target.getName())
            && reached.putIfAbsent(target.getName(), name) == null) {
          open.add(target.getName());
        }
      }
    }
    return reached;
  }

  /** Java passes over annotations whose classes are not there. */
  private static boolean isAnnotationOfTools(String name) {
    return name.startsWith("org.jspecify.") || name.startsWith("com.google.errorprone.");
  }
}
