package minibit.daemon.config;

import java.util.List;

/** Several texts of one setting, in the order written. */
public record Words(List<String> list) {
  /** None. */
  public static final Words NONE = new Words(List.of());

  /** Keeps a copy. */
  public Words {
    list = List.copyOf(list);
  }
}
