package minibit.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Code with everything that {@link PlainCalls} changes. Says what it computes. */
public final class PlainSamples implements Function<String, List<String>> {
  /** Every kind of field. */
  record Values(
      boolean flag,
      byte small,
      char letter,
      short number,
      int count,
      long size,
      float part,
      double share,
      @Nullable String name,
      int @Nullable [] places) {}

  /** A record without fields. */
  record Empty() {}

  /** A choice within an interface. */
  interface InAnInterface {
    default String word(Object thing) {
      return switch (thing) {
        case Integer i when i > 10 -> "large";
        case Integer i -> "small " + i;
        default -> "other";
      };
    }
  }

  /** Labels that are no types. */
  static final class Words {
    String colour(Shape shape) {
      return switch (shape) {
        case Colour.RED -> "red";
        case Colour.BLUE -> "blue";
        case Box box -> "box";
      };
    }
  }

  sealed interface Shape permits Colour, Box {}

  enum Colour implements Shape {
    RED,
    BLUE
  }

  record Box(int side) implements Shape {}

  @Override
  public List<String> apply(String unused) {
    List<String> said = new ArrayList<>();
    List<Object> things =
        Arrays.asList(
            null,
            1,
            11,
            5L,
            "",
            "text",
            'c',
            1.5,
            Float.NaN,
            new Empty(),
            new Empty(),
            values(0.0, 0f, "a"),
            values(-0.0, 0f, "a"),
            values(Double.NaN, Float.NaN, null),
            values(Double.NaN, Float.NaN, null),
            values(0.0, -0f, "a"),
            values(0.0, 0f, "b"));
    for (Object thing : things) {
      said.add(kind(thing));
      said.add(new InAnInterface() {}.word(Objects.requireNonNullElse(thing, "")));
      said.add(thing instanceof Record ? "hash " + thing.hashCode() : "");
      for (Object other : things) {
        said.add("equal " + Objects.equals(thing, other));
      }
    }
    return said;
  }

  private static Values values(double share, float part, @Nullable String name) {
    // The hash of an array is that of its identity, which differs from run to run.
    return new Values(true, (byte) -3, 'x', (short) 7, -9, 1L << 40, part, share, name, null);
  }

  private static String kind(@Nullable Object thing) {
    return switch (thing) {
      case null -> "null";
      case String s when s.isEmpty() -> "empty";
      case Integer i when i > 10 -> "above ten";
      case String s -> "text " + s;
      case Number n when n.doubleValue() > 2 -> "number above two";
      case Integer i -> "integer " + i;
      case Comparable<?> c -> "comparable";
      case Record r -> "record";
      default -> "something";
    };
  }
}
