package minibit.core.catalogue;

import static minibit.core.catalogue.Catalogues.file;
import static minibit.core.catalogue.Catalogues.root;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import minibit.core.identity.Seal;
import minibit.core.identity.TestIdentity;
import minibit.core.packed.BadPacked;
import org.junit.jupiter.api.Test;

/** A seal is larger than what is said of a file: of each there is one copy. */
class SealPoolTest {
  private static final TestIdentity WHO = TestIdentity.of(1);
  private static final List<SharedFile> FILES =
      List.of(file(1, "", "one"), file(2, "", "two"), file(3, "", "three"));

  private static Seal seal(CatalogueState state, long content) {
    return state.content(root(content)).orElseThrow().publications().getFirst().seal();
  }

  /** Commands bring it one by one, each a copy of its own. */
  @Test
  void commandsThatBringItAgainShareIt() throws BadPacked {
    CatalogueCommand.Register all = Catalogues.signed(WHO, FILES);
    CatalogueState state = new CatalogueState(7);
    state.apply(Catalogues.joined(WHO, "ana"));
    for (int i = 0; i < FILES.size(); i++) {
      var one =
          new CatalogueCommand.Register(
              WHO.id(), all.seals(), List.of(all.files().get(i)), Catalogues.AT);
      state.apply(CommandCodec.decode(CommandCodec.encode(one)));
    }
    assertThat(seal(state, 2)).isSameAs(seal(state, 1));
    assertThat(seal(state, 3)).isSameAs(seal(state, 1));

    List<byte[]> chunks = new ArrayList<>();
    for (Iterator<byte[]> it = state.image().chunks(); it.hasNext(); ) {
      chunks.add(it.next());
    }
    CatalogueState restored = CatalogueImage.restore(chunks.iterator(), 7);
    assertThat(seal(restored, 3)).isSameAs(seal(restored, 1));
  }

  /** The same signature over something else is another seal, genuine or not. */
  @Test
  void onlyWhatIsTheSameIsShared() {
    SealPool pool = new SealPool();
    Seal.Batch seal = (Seal.Batch) Catalogues.signed(WHO, FILES).seals().getFirst();
    assertThat(pool.shared(seal)).isSameAs(seal);
    Seal.Batch copy = new Seal.Batch(seal.key(), seal.leaves().clone(), seal.signature().clone());
    assertThat(pool.shared(copy)).isSameAs(seal);

    byte[] otherLeaves = seal.leaves().clone();
    otherLeaves[5] ^= 1;
    Seal.Batch forged = new Seal.Batch(seal.key(), otherLeaves, seal.signature());
    assertThat(pool.shared(forged)).isSameAs(forged);
    Seal.Batch foreign = new Seal.Batch(TestIdentity.of(2).key(), seal.leaves(), seal.signature());
    assertThat(pool.shared(foreign)).isSameAs(foreign);
    Seal.Path path = seal.pathOf(1).orElseThrow();
    assertThat(pool.shared(path)).isSameAs(path);
    assertThat(pool.shared(copy)).isSameAs(seal);
  }
}
