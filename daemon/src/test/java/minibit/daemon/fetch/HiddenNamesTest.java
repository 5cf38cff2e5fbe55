package minibit.daemon.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import minibit.core.id.InfoHash;
import minibit.core.mse.HiddenName;
import org.junit.jupiter.api.Test;

/** Names that encrypted handshakes give, and what it costs to look for those that are made up. */
class HiddenNamesTest {
  private final List<InfoHash> names = new ArrayList<>();
  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicLong nanos = new AtomicLong();
  private final HiddenNames hidden =
      new HiddenNames(
          to -> {
            looks.incrementAndGet();
            names.forEach(to);
          },
          nanos::get);

  private static InfoHash name(int number) {
    byte[] bytes = new byte[20];
    bytes[0] = (byte) number;
    bytes[1] = (byte) (number >> 8);
    return InfoHash.of(bytes);
  }

  @Test
  void eachNameIsFoundByItsHash() {
    for (int i = 0; i < 3000; i++) {
      names.add(name(i));
    }

    assertThat(hidden.find(HiddenName.of(name(2999)))).contains(name(2999));
    assertThat(hidden.find(HiddenName.of(name(0)))).contains(name(0));
    assertThat(hidden.find(HiddenName.of(name(3000)))).isEmpty();
  }

  @Test
  void whatIsMadeUpCostsOneLookForAll() {
    names.add(name(1));

    for (int i = 100; i < 200; i++) {
      assertThat(hidden.find(HiddenName.of(name(i)))).isEmpty();
    }

    assertThat(looks).hasValue(1);
  }

  @Test
  void aNewNameIsFoundSoonAndAFoundOneAtOnce() {
    assertThat(hidden.find(HiddenName.of(name(1)))).isEmpty();
    names.add(name(1));
    assertThat(hidden.find(HiddenName.of(name(1)))).isEmpty();

    nanos.addAndGet(11_000_000_000L);

    assertThat(hidden.find(HiddenName.of(name(1)))).contains(name(1));
    int before = looks.get();
    assertThat(hidden.find(HiddenName.of(name(1)))).contains(name(1));
    assertThat(looks).hasValue(before);
  }
}
