package minibit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import minibit.cli.PlainSamples.Values;
import org.junit.jupiter.api.Test;

/** What the launcher does to calls that Java would link at every start. */
class PlainCallsTest {
  private static final List<Class<?>> SAMPLES =
      List.of(PlainSamples.class, PlainSamples.InAnInterface.class, Values.class);

  /** Changed classes, and the others as they are. */
  private static final class Changed extends ClassLoader {
    Changed() {
      super(PlainCallsTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(PlainSamples.class.getName())) {
        return super.loadClass(name, resolve);
      }
      Class<?> known = findLoadedClass(name);
      if (known != null) {
        return known;
      }
      byte[] bytes = PlainCalls.of(ClassFile.of(), bytes(name));
      return defineClass(name, bytes, 0, bytes.length);
    }
  }

  private static byte[] bytes(String name) {
    try (InputStream in =
        PlainCallsTest.class.getResourceAsStream("/" + name.replace('.', '/') + ".class")) {
      return Objects.requireNonNull(in).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("unchecked")
  private static Function<String, List<String>> sample(ClassLoader loader) throws Exception {
    return (Function<String, List<String>>)
        loader.loadClass(PlainSamples.class.getName()).getConstructor().newInstance();
  }

  /** Choices by type, with guards, null and order, and records with every kind of field. */
  @Test
  void theCodeDoesWhatItDid() throws Exception {
    List<String> before = sample(PlainCallsTest.class.getClassLoader()).apply("");
    assertThat(before).hasSizeGreaterThan(100);
    assertThat(sample(new Changed()).apply("")).isEqualTo(before);
  }

  /** Nothing is left that Java would spin a class for, where there was something before. */
  @Test
  void nothingIsLinkedWhileItRuns() {
    for (Class<?> sample : SAMPLES) {
      byte[] old = bytes(sample.getName());
      assertThat(linked(old)).as(sample.getName()).isNotEmpty();
      byte[] changed = PlainCalls.of(ClassFile.of(), old);
      assertThat(linked(changed)).as(sample.getName()).isSubsetOf("toString", "apply");
      assertThat(PlainCalls.of(ClassFile.of(), changed)).isSameAs(changed);
    }
  }

  /** Names of calls that are linked while the class runs, but those of joined strings. */
  private static List<String> linked(byte[] bytes) {
    List<String> names = new ArrayList<>();
    ClassFile.of()
        .parse(bytes)
        .methods()
        .forEach(
            method ->
                method
                    .code()
                    .ifPresent(
                        code ->
                            code.forEach(
                                element -> {
                                  if (element instanceof InvokeDynamicInstruction call
                                      && !call.name().equalsString("makeConcatWithConstants")) {
                                    names.add(call.name().stringValue());
                                  }
                                })));
    return names;
  }

  /** A label that is no type stays for Java to link. */
  @Test
  void choicesAmongConstantsStay() {
    byte[] old = bytes(PlainSamples.Words.class.getName());
    assertThat(linked(old)).contains("typeSwitch");
    assertThat(Arrays.equals(PlainCalls.of(ClassFile.of(), old), old)).isTrue();
  }
}
