package minibit.core.catalogue;

import static minibit.core.catalogue.Catalogues.AT;
import static minibit.core.catalogue.Catalogues.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import minibit.core.identity.GroupId;
import minibit.core.identity.MemberId;
import minibit.core.identity.TestIdentity;
import minibit.core.packed.BadPacked;
import minibit.core.testing.Seeds;

class CatalogueReplicationTest {
  private static final List<TestIdentity> PEOPLE =
      List.of(TestIdentity.of(1), TestIdentity.of(2), TestIdentity.of(3));

  /** Replicas that apply the same commands, one of them from bytes, are alike to the last byte. */
  @Seeds(50)
  void theSameCommandsGiveTheSameState(long seed) throws BadPacked {
    Random chance = new Random(seed);
    CatalogueState one = new CatalogueState(7);
    CatalogueState two = new CatalogueState(7);
    for (int i = 0; i < 300; i++) {
      CatalogueCommand command = anyCommand(chance);
      CatalogueCommand travelled = CommandCodec.decode(CommandCodec.encode(command));
      assertThat(travelled).isEqualTo(command);
      assertThat(two.apply(travelled)).isEqualTo(one.apply(command));
    }
    assertSound(one);
    assertThat(bytes(two)).containsExactlyElementsOf(bytes(one));
  }

  /** A replica that starts from a snapshot goes on exactly as one that applied everything. */
  @Seeds(50)
  void aSnapshotIsTheWholeState(long seed) throws BadPacked {
    Random chance = new Random(seed);
    CatalogueState lived = new CatalogueState(7);
    for (int i = 0; i < 200; i++) {
      lived.apply(anyCommand(chance));
    }
    CatalogueImage image = lived.image();
    CatalogueState restored = CatalogueImage.restore(bytes(lived).iterator(), 7);
    assertSound(restored);

    for (int i = 0; i < 100; i++) {
      CatalogueCommand command = anyCommand(chance);
      assertThat(restored.apply(command)).isEqualTo(lived.apply(command));
    }
    assertThat(bytes(restored)).containsExactlyElementsOf(bytes(lived));
    // The image was of an earlier moment and has not moved on with the state.
    assertSound(CatalogueImage.restore(image.chunks(), 7));
  }

  /** Bytes from nowhere, or damaged on the way, are refused by name, never by a crash. */
  @Seeds(300)
  void damagedCommandsAreRefused(long seed) {
    Random chance = new Random(seed);
    byte[] bytes = CommandCodec.encode(anyCommand(chance));
    for (int i = 0; i <= chance.nextInt(3); i++) {
      bytes[chance.nextInt(bytes.length)] ^= (byte) (1 << chance.nextInt(8));
    }
    byte[] cut = Arrays.copyOf(bytes, chance.nextInt(bytes.length + 1));
    for (byte[] input : List.of(bytes, cut)) {
      try {
        new CatalogueState(7).apply(CommandCodec.decode(input));
      } catch (BadPacked expected) {
        assertThat(expected).hasMessageMatching(".+");
      }
    }
  }

  /** A snapshot that was damaged or cut short is refused whole. */
  @Seeds(50)
  void damagedSnapshotsAreRefused(long seed) {
    Random chance = new Random(seed);
    CatalogueState state = new CatalogueState(7);
    for (int i = 0; i < 60; i++) {
      state.apply(anyCommand(chance));
    }
    List<byte[]> chunks = bytes(state);
    assertThatThrownBy(
            () -> CatalogueImage.restore(chunks.subList(0, chunks.size() - 1).iterator(), 7))
        .isInstanceOf(BadPacked.class);

    byte[] last = chunks.getLast();
    last[chance.nextInt(last.length)] ^= (byte) (1 << chance.nextInt(8));
    try {
      CatalogueImage.restore(chunks.iterator(), 7);
    } catch (BadPacked expected) {
      assertThat(expected).hasMessageMatching(".+");
    }
  }

  /** The digest finds exactly the buckets in which two sides disagree. */
  @Seeds(50)
  void digestsFindTheDifference(long seed) {
    Random chance = new Random(seed);
    ShareDigest here = new ShareDigest();
    ShareDigest there = new ShareDigest();
    for (int i = 0; i < 1000; i++) {
      long mark = chance.nextLong();
      here.add(mark);
      there.add(mark);
    }
    assertThat(here.total()).isEqualTo(there.total());
    long lost = chance.nextLong();
    here.add(lost);

    assertThat(here.differences(there)).containsExactly(ShareDigest.bucket(lost));
    assertThat(here.total()).isNotEqualTo(there.total());
    here.remove(lost);
    assertThat(here).isEqualTo(there);
  }

  /** What must hold after every command: counts, digests and indexes agree with the files. */
  private static void assertSound(CatalogueState state) {
    int files = 0;
    for (Member member : state.members()) {
      ShareDigest expected = new ShareDigest();
      long bytes = 0;
      for (Holding holding : state.browse(member.id(), null, Integer.MAX_VALUE)) {
        Content content = state.content(holding.root()).orElseThrow();
        assertThat(content.holdings()).contains(holding);
        expected.add(holding.mark());
        bytes += content.size();
        files++;
      }
      assertThat(state.digest(member.id())).isEqualTo(expected);
      assertThat(state.byteCount(member.id())).isEqualTo(bytes);
    }
    assertThat(state.fileCount()).isEqualTo(files);
    assertThat(state.contents().stream().mapToInt(c -> c.holdings().size()).sum()).isEqualTo(files);
    for (Content content : state.contents()) {
      for (Naming naming : content.namings()) {
        assertThat(state.content(naming.v1())).contains(content);
        assertThat(state.content(naming.v2())).contains(content);
      }
    }
  }

  private static List<byte[]> bytes(CatalogueState state) {
    List<byte[]> chunks = new ArrayList<>();
    for (Iterator<byte[]> it = state.image().chunks(); it.hasNext(); ) {
      chunks.add(it.next());
    }
    return chunks;
  }

  private static CatalogueCommand anyCommand(Random chance) {
    TestIdentity who = PEOPLE.get(chance.nextInt(PEOPLE.size()));
    MemberId id = who.id();
    return switch (chance.nextInt(14)) {
      case 0 -> Catalogues.founded("lab");
      case 1, 2 -> Catalogues.joined(who, "name" + chance.nextInt(3));
      case 3 -> new CatalogueCommand.Away(id, AT);
      case 4 -> new CatalogueCommand.Back(id, AT);
      case 5 ->
          chance.nextInt(5) > 0
              ? new CatalogueCommand.Back(id, AT)
              : new CatalogueCommand.MemberLeft(id, AT);
      case 6, 7 -> Catalogues.withdraw(id, anyFile(chance).path(), anyFile(chance).path());
      case 8 -> Catalogues.signed(who, List.of(anyFile(chance), anyFile(chance)));
      case 9 ->
          chance.nextInt(300) > 0
              ? Catalogues.register(id, anyFile(chance))
              : new CatalogueCommand.Moved(new GroupId(new UUID(7, 7)), List.of(), AT);
      default -> Catalogues.register(id, anyFile(chance), anyFile(chance), anyFile(chance));
    };
  }

  private static SharedFile anyFile(Random chance) {
    return file(1 + chance.nextInt(30), "folder" + chance.nextInt(3), "name" + chance.nextInt(5));
  }
}
