package minibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the launcher does to the library whose classes are too old for the cache. */
class ClassUpgradeTest {
  private static final int JAVA_6 = 50;

  @TempDir private Path folder;

  /** Every class becomes one that the cache takes, the jar says so, and nothing is lost. */
  @Test
  void allClassesAreOfANewerFormat() throws Exception {
    Path jar = copyOfPicocli();
    int entries = entries(jar);
    ClassUpgrade.upgrade(jar);
    assertThat(entries(jar)).isEqualTo(entries + 1);
    try (JarFile changed = new JarFile(jar.toFile())) {
      assertThat(changed.getManifest().getMainAttributes().getValue("Bundle-Name"))
          .isEqualTo("picocli");
      assertThat(changed.getEntry(ClassUpgrade.NOTICE)).isNotNull();
      for (JarEntry entry : changed.stream().toList()) {
        if (entry.getName().endsWith(".class")) {
          assertThat(version(changed, entry)).as(entry.getName()).isGreaterThanOrEqualTo(JAVA_6);
        }
      }
    }
  }

  /** Java's verifier agrees with the stack maps, and the classes do what they did. */
  @Test
  void theClassesStillWork() throws Exception {
    Path jar = copyOfPicocli();
    ClassUpgrade.upgrade(jar);
    URL[] classPath = {jar.toUri().toURL()};
    try (URLClassLoader alone =
        new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
      Class<?> spec = alone.loadClass("picocli.CommandLine$Model$CommandSpec");
      Object made = spec.getMethod("create").invoke(null);
      spec.getMethod("name", String.class).invoke(made, "sample");
      spec.getMethod("mixinStandardHelpOptions", boolean.class).invoke(made, true);
      Class<?> commandLine = alone.loadClass("picocli.CommandLine");
      Object parser = commandLine.getConstructor(Object.class).newInstance(made);
      assertThat(commandLine.getMethod("getUsageMessage").invoke(parser))
          .asString()
          .startsWith("Usage: sample [-hV]");
    }
  }

  private static int version(JarFile jar, JarEntry entry) throws IOException {
    try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
      in.readInt();
      in.readUnsignedShort();
      return in.readUnsignedShort();
    }
  }

  private static int entries(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.size();
    }
  }

  private Path copyOfPicocli() throws Exception {
    URL place =
        Objects.requireNonNull(
            CommandLine.class.getProtectionDomain().getCodeSource().getLocation());
    return Files.copy(Path.of(place.toURI()), folder.resolve("picocli.jar"));
  }
}
