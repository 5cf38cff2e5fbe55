package minibit.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Writes the classes of a jar anew in a format that Java can keep in its cache of classes: those
 * from before Java 6 have no stack maps, are verified the slow old way at every start, and no cache
 * takes them. Our own jars have calls that Java would link at every start made plain ({@link
 * PlainCalls}). What the code does stays what it was. Run by the launcher on its own copy of the
 * jars.
 */
public final class ClassUpgrade {
  /** Tells whoever opens the jar that it is not the one its authors made. */
  static final String NOTICE = "META-INF/CHANGED-CLASS-FORMAT.txt";

  private static final String NOTICE_TEXT =
      "The class files of this copy were converted to the format of Java 8 (stack maps were added)\n"
          + "when minibit was built, so that Java can cache them. Nothing else was changed.\n";

  /** What is done to a class. */
  private interface Change {
    byte[] of(ClassFile format, byte[] bytes);
  }

  private ClassUpgrade() {}

  /** Converts each jar in its place: libraries, and after "--own" our own. */
  public static void main(String[] jars) throws IOException {
    boolean own = false;
    for (String jar : jars) {
      if (jar.equals("--own")) {
        own = true;
      } else if (own) {
        makePlain(Path.of(jar));
      } else {
        upgrade(Path.of(jar));
      }
    }
  }

  /** Brings the classes of a library to a format that caches take, and says so in the jar. */
  static void upgrade(Path jar) throws IOException {
    change(jar, ClassUpgrade::upgraded, NOTICE_TEXT);
  }

  /** Has the classes of one of our jars call nothing that Java links while it runs. */
  static void makePlain(Path jar) throws IOException {
    change(jar, PlainCalls::of, "");
  }

  /** The jar is replaced whole, or not at all. */
  private static void change(Path jar, Change change, String notice) throws IOException {
    Path part = jar.resolveSibling(jar.getFileName() + ".part");
    URL[] itself = {jar.toUri().toURL()};
    try (URLClassLoader classes = new URLClassLoader(itself, ClassUpgrade.class.getClassLoader());
        JarFile old = new JarFile(jar.toFile());
        OutputStream file = Files.newOutputStream(part);
        JarOutputStream changed = new JarOutputStream(file)) {
      ClassFile format =
          ClassFile.of(
              StackMapsOption.GENERATE_STACK_MAPS,
              ClassHierarchyResolverOption.of(
                  ClassHierarchyResolver.ofResourceParsing(classes)
                      .orElse(ClassHierarchyResolver.defaultResolver())));
      for (JarEntry entry : List.copyOf(old.stream().toList())) {
        byte[] bytes;
        try (InputStream in = old.getInputStream(entry)) {
          bytes = in.readAllBytes();
        }
        write(changed, entry.getName(), isClass(entry) ? change.of(format, bytes) : bytes);
      }
      if (!notice.isEmpty()) {
        write(changed, NOTICE, notice.getBytes(StandardCharsets.UTF_8));
      }
      changed.close();
      Files.move(part, jar, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static boolean isClass(JarEntry entry) {
    return entry.getName().endsWith(".class");
  }

  private static void write(JarOutputStream jar, String name, byte[] bytes) throws IOException {
    JarEntry entry = new JarEntry(name);
    // One time for all, so that the same library gives the same file.
    entry.setTime(0);
    jar.putNextEntry(entry);
    jar.write(bytes);
    jar.closeEntry();
  }

  /** A class that refers to what is not there (optional libraries) may not do, and then stays. */
  static byte[] upgraded(ClassFile format, byte[] bytes) {
    ClassModel old = format.parse(bytes);
    if (old.majorVersion() >= ClassFile.JAVA_6_VERSION) {
      return bytes;
    }
    ClassTransform version =
        (builder, element) -> {
          if (element instanceof ClassFileVersion) {
            builder.withVersion(ClassFile.JAVA_8_VERSION, 0);
          } else {
            builder.with(element);
          }
        };
    try {
      return format.transformClass(
          old, version.andThen(ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)));
    } catch (IllegalArgumentException e) {
      return bytes;
    }
  }
}
