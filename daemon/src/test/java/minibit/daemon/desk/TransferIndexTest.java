package minibit.daemon.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import minibit.daemon.api.model.Page;
import minibit.daemon.api.model.Transfer;
import minibit.daemon.api.model.TransferFilter;
import minibit.daemon.api.model.TransferQuery;
import minibit.daemon.api.model.TransferSort;
import minibit.daemon.fetch.model.TransferView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** However the transfers go on between two looks, a list says what a plain sort would say. */
class TransferIndexTest {
  private final SomeTransfers feed = new SomeTransfers(500, 1);
  private final AtomicLong revision = new AtomicLong();
  private final AtomicLong nanos = new AtomicLong();
  private final TransferIndex index = new TransferIndex(feed::list, revision::get, nanos::get);

  private List<String> ids(TransferQuery query) {
    return index.cut(query).part().stream().map(TransferView::id).toList();
  }

  private static TransferQuery all() {
    return TransferQuery.of(new Page(0, Page.MAX));
  }

  @ParameterizedTest
  @EnumSource(TransferSort.class)
  void everyOrderIsKeptThroughChanges(TransferSort sort) {
    for (int round = 0; round < 30; round++) {
      List<String> up = ids(all().by(sort, false));
      assertThat(up).hasSize(500).doesNotHaveDuplicates();
      assertThat(ids(all().by(sort, true))).isEqualTo(up.reversed());
      assertThat(keys(sort)).isSortedAccordingTo(Comparator.naturalOrder());
      feed.goOn(40);
      feed.swap();
      revision.incrementAndGet();
    }
  }

  private List<Comparable<Object>> keys(TransferSort sort) {
    List<Comparable<Object>> keys = new ArrayList<>();
    for (TransferView view : index.cut(all().by(sort, false)).part()) {
      Comparable<?> key =
          switch (sort) {
            case NAME -> view.name().toLowerCase(Locale.ROOT);
            case SIZE -> view.total();
            case PROGRESS -> (double) view.done() / view.total();
            case DOWN -> view.down();
            case UP -> view.up();
            case STATE -> TransferViews.state(view.state());
            case ADDED -> view.added();
            case PEERS -> view.peers();
            case LEFT -> view.timeLeft().orElseThrow();
          };
      @SuppressWarnings("unchecked") // all keys of one order are of one kind
      Comparable<Object> same = (Comparable<Object>) key;
      keys.add(same);
    }
    return keys;
  }

  /** Nobody asked for an order: what runs comes first, and the latest of it. */
  @Test
  void whatRunsComesFirst() {
    List<TransferView> part = index.cut(all()).part();
    List<Boolean> active =
        part.stream().map(view -> TransferViews.state(view.state()).isActive()).toList();
    assertThat(active).isSortedAccordingTo(Comparator.reverseOrder());
    List<TransferView> running = part.subList(0, active.indexOf(false));
    assertThat(running).isSortedAccordingTo(Comparator.comparing(TransferView::added).reversed());
  }

  @Test
  void pagesMakeTheWholeAndFiltersAddUp() {
    List<String> paged = new ArrayList<>();
    for (int offset = 0; offset < 600; offset += 70) {
      paged.addAll(ids(TransferQuery.of(new Page(offset, 70)).by(TransferSort.NAME, false)));
    }
    assertThat(paged).isEqualTo(ids(all().by(TransferSort.NAME, false)));

    int sum = 0;
    for (Transfer.State state : Transfer.State.values()) {
      TransferIndex.Cut cut =
          index.cut(all().with(Optional.of(TransferFilter.valueOf(state.name()))));
      assertThat(cut.part()).allMatch(view -> TransferViews.state(view.state()) == state);
      assertThat(cut.total()).isEqualTo(cut.counts().getOrDefault(state, 0));
      sum += cut.total();
    }
    assertThat(sum).isEqualTo(500);
  }

  /** Words are found in any letters, and what is described can be named. */
  @Test
  void wordsAreFoundInAnyLetters() {
    TransferView one = feed.list().get(17);
    String word = one.name().toUpperCase(Locale.ROOT);
    TransferQuery query =
        new TransferQuery(word, Optional.empty(), Optional.empty(), false, Page.FIRST);
    assertThat(ids(query)).contains(one.id());
    assertThat(index.ids(word, Optional.empty())).contains(one.id());
    assertThat(index.ids("no such name", Optional.empty())).isEmpty();
  }

  /** A look is not repeated for every question, but what the user does is seen at once. */
  @Test
  void aLookWillDoForAMoment() {
    List<String> before = ids(all());
    feed.swap();
    assertThat(ids(all())).isEqualTo(before);
    revision.incrementAndGet();
    List<String> changed = ids(all());
    assertThat(changed).isNotEqualTo(before);
    feed.swap();
    nanos.addAndGet(300_000_000L);
    assertThat(ids(all())).isNotEqualTo(changed);
  }
}
