package minibit.daemon.api;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import minibit.daemon.api.model.InviteRequest;
import minibit.daemon.api.model.LimitWindow;
import minibit.daemon.api.model.Limits;
import minibit.daemon.api.model.Page;
import minibit.daemon.api.model.Priority;
import minibit.daemon.api.model.SearchRequest;
import minibit.daemon.api.model.SortBy;
import minibit.daemon.api.model.TransferAction;
import minibit.daemon.api.model.TransferRequest;

/** Values of the model with something in every place, no two the same. */
final class Sample {
  /** Everything that a path, a query or JSON could get wrong. */
  private static final String ODD = " a/b\\%2F+&=?#é漢\"';";

  private int count;

  Object of(Type type) throws ReflectiveOperationException {
    count++;
    if (type instanceof ParameterizedType generic) {
      Object inside = of(generic.getActualTypeArguments()[0]);
      return generic.getRawType() == Optional.class
          ? Optional.of(inside)
          : List.of(inside, of(generic.getActualTypeArguments()[0]));
    }
    if (type == String.class) {
      return count + ODD;
    }
    if (type == long.class || type == Long.class) {
      return (1L << 40) + count;
    }
    if (type == int.class || type == Integer.class) {
      return count;
    }
    if (type == double.class || type == Double.class) {
      return count + 0.5;
    }
    if (type == boolean.class) {
      return count % 2 == 0;
    }
    if (type == Instant.class) {
      return Instant.ofEpochSecond(1_800_000_000L + count, 123_000_000);
    }
    if (type == Page.class) {
      return new Page(count, 7);
    }
    if (type == Limits.class) {
      return new Limits(Optional.of(5L + count), Optional.empty());
    }
    if (type == InviteRequest.class) {
      return new InviteRequest(Optional.of(60L + count), true);
    }
    if (type == TransferRequest.class) {
      return TransferRequest.content(
          "name" + ODD, Optional.of("/tmp" + ODD), List.of("ana", "bia"));
    }
    if (type == TransferAction.class) {
      return new TransferAction(
          TransferAction.Kind.PRIORITY,
          List.of("ana" + ODD, "bia"),
          Optional.empty(),
          true,
          Optional.of(5L),
          Optional.empty(),
          Optional.of(Priority.HIGH));
    }
    if (type == LimitWindow.class) {
      return new LimitWindow(
          List.of(LimitWindow.Day.TUE, LimitWindow.Day.SUN),
          "22:30",
          "07:0" + count % 10,
          LimitWindow.Use.UNLIMITED);
    }
    if (type == SearchRequest.class) {
      return search();
    }
    if (type == byte[].class) {
      return new byte[] {0, (byte) count, -1};
    }
    Class<?> plain = (Class<?>) type;
    return plain.isEnum() ? plain.getEnumConstants()[1] : record(plain);
  }

  private SearchRequest search() {
    return new SearchRequest(
        "gato* " + ODD,
        List.of("image", "audio"),
        List.of("png", "tar.gz"),
        Optional.of(10L),
        Optional.of(1L << 41),
        Optional.of("ana" + ODD),
        Optional.of("bia"),
        Optional.of(Instant.parse("2026-01-01T00:00:00Z")),
        Optional.of(Instant.parse("2027-01-01T00:00:00.5Z")),
        SortBy.SIZE,
        new Page(3, 9));
  }

  private Object record(Class<?> type) throws ReflectiveOperationException {
    RecordComponent[] components = type.getRecordComponents();
    List<Object> values = new ArrayList<>();
    for (RecordComponent component : components) {
      values.add(of(component.getGenericType()));
    }
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    return type.getDeclaredConstructor(types).newInstance(values.toArray());
  }
}
