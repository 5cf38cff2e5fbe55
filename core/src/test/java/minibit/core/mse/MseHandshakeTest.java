package minibit.core.mse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import minibit.core.id.InfoHash;
import minibit.core.testing.Seeds;
import minibit.core.wire.CloseReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two ends that shake hands, and one that meets somebody who does not. */
class MseHandshakeTest {
  private static final InfoHash TORRENT = InfoHash.of(bytes(20, 1));
  private static final InfoHash OTHER = InfoHash.of(bytes(32, 2));
  private static final byte[] OPENING = "the beginning".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NONE = new byte[0];

  private static byte[] bytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static Talk dialler(InfoHash torrent, EncryptionPolicy policy, long seed) {
    MseChance chance = MseChance.draw(new Random(seed));
    return new Talk(new MseDialler(torrent, OPENING, policy, chance), List.of());
  }

  private static Talk dialled(EncryptionPolicy policy, long seed, InfoHash... torrents) {
    MseChance chance = MseChance.draw(new Random(seed));
    return new Talk(new MseDialled(policy, chance), List.of(torrents));
  }

  private static void assertTalk(Talk dialler, Talk dialled) {
    assertThat(dialled.stream()).isEqualTo(OPENING);
    dialler.receive(dialled.say(OPENING));
    dialled.receive(dialler.say(OPENING));
    assertThat(dialler.stream()).isEqualTo(OPENING);
    assertThat(dialled.stream()).isEqualTo(MseHandshake.join(OPENING, OPENING));
    assertThat(dialled.done.orElseThrow().cover()).isEqualTo(dialler.done.orElseThrow().cover());
  }

  /** Whatever the pads are, and wherever what comes is cut. */
  @Seeds(100)
  void everyCutWorks(long seed) {
    Random random = new Random(seed);
    Talk dialler = dialler(OTHER, EncryptionPolicy.ALLOWED, seed);
    Talk dialled = dialled(EncryptionPolicy.PREFERRED, seed + 1, TORRENT, OTHER);

    Talk.between(dialler, dialled, seed % 2 == 0 ? 1 : 1 + random.nextInt(700));

    assertTalk(dialler, dialled);
    assertThat(dialled.done.orElseThrow().torrent()).isEqualTo(OTHER.wire());
    assertThat(dialled.mostKept()).isLessThanOrEqualTo(MseHandshake.MAX_KEPT + 700);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 511, 512})
  void padsOfEveryLengthAreTaken(int pad) {
    MseChance one = new MseChance(bytes(20, 3), bytes(pad, 4), bytes(pad, 5));
    MseChance other = new MseChance(bytes(20, 6), bytes(pad, 7), bytes(pad, 8));
    Talk dialler =
        new Talk(
            new MseDialler(TORRENT, OPENING, EncryptionPolicy.REQUIRED, one), List.of(TORRENT));
    Talk dialled =
        new Talk(new MseDialled(EncryptionPolicy.REQUIRED, other), List.of(OTHER, TORRENT));

    Talk.between(dialler, dialled, 10_000);

    assertTalk(dialler, dialled);
  }

  /** In every pair that encrypts at all both agree; who requires gets all of it encrypted. */
  @ParameterizedTest
  @EnumSource(names = "OFF", mode = EnumSource.Mode.EXCLUDE)
  void everyPairOfPoliciesAgrees(EncryptionPolicy ours) {
    for (EncryptionPolicy theirs : EncryptionPolicy.values()) {
      if (theirs != EncryptionPolicy.OFF) {
        Talk dialler = dialler(TORRENT, ours, 1);
        Talk dialled = dialled(theirs, 2, TORRENT);

        Talk.between(dialler, dialled, 10_000);

        assertTalk(dialler, dialled);
        boolean clear = ours == EncryptionPolicy.ALLOWED && theirs == EncryptionPolicy.ALLOWED;
        assertThat(dialler.done.orElseThrow().cover())
            .isEqualTo(clear ? Encryption.HANDSHAKE : Encryption.STREAM);
      }
    }
  }

  @Test
  void theOpeningIsHiddenWhereTheStreamIsNot() {
    Talk dialler = dialler(TORRENT, EncryptionPolicy.ALLOWED, 1);
    Talk dialled = dialled(EncryptionPolicy.ALLOWED, 2, TORRENT);
    dialled.receive(dialler.takeSent());
    dialler.receive(dialled.takeSent());
    byte[] third = dialler.takeSent();

    dialled.receive(third);
    dialler.receive(dialled.takeSent());

    assertThat(new String(third, StandardCharsets.ISO_8859_1))
        .doesNotContain(new String(OPENING, StandardCharsets.ISO_8859_1));
    assertThat(dialled.stream()).isEqualTo(OPENING);
    assertThat(dialler.say(OPENING)).isEqualTo(OPENING);
    assertThat(dialler.done.orElseThrow().out().isOver()).isTrue();
  }

  @Test
  void anUnknownTorrentIsRefused() {
    Talk dialler = dialler(TORRENT, EncryptionPolicy.ALLOWED, 1);
    Talk dialled = dialled(EncryptionPolicy.ALLOWED, 2, OTHER);

    Talk.between(dialler, dialled, 10_000);

    assertThat(dialled.fault).contains(CloseReason.UNKNOWN_TORRENT);
    assertThat(dialler.isOver()).isFalse();
  }

  @Test
  void aKeyThatProtectsNothingIsRefusedAtBothEnds() {
    Talk dialled = dialled(EncryptionPolicy.ALLOWED, 2, TORRENT);
    dialled.receive(new byte[KeyExchange.LENGTH]);
    Talk dialler = dialler(TORRENT, EncryptionPolicy.ALLOWED, 1);
    dialler.receive(new byte[KeyExchange.LENGTH]);

    assertThat(dialled.fault).contains(CloseReason.BAD_ENCRYPTION);
    assertThat(dialled.takeSent()).isEmpty();
    assertThat(dialler.fault).contains(CloseReason.BAD_ENCRYPTION);
  }

  /** Looking for the mark ends where the longest pad does. */
  @Test
  void garbageIsBorneNoLongerThanAPad() {
    for (boolean dials : List.of(true, false)) {
      Talk talk =
          dials
              ? dialler(TORRENT, EncryptionPolicy.ALLOWED, 1)
              : dialled(EncryptionPolicy.ALLOWED, 2, TORRENT);
      int mark = dials ? MseHandshake.ZEROS : 20;
      talk.receive(bytes(KeyExchange.LENGTH + MseHandshake.MAX_PAD + mark - 1, 9));
      assertThat(talk.fault).isEmpty();

      talk.receive(new byte[1]);

      assertThat(talk.fault).contains(CloseReason.BAD_ENCRYPTION);
    }
  }

  /** What a dialler may say once it knows the secret, and what it must not. */
  @Test
  void offersThatCannotBeAreRefused() {
    assertThat(offer(0, MseHandshake.RC4, 0).done).isPresent();
    assertThat(offer(0, 0x7ffffffe, 512).done).isPresent();
    assertThat(offer(1, MseHandshake.RC4, 0).fault).contains(CloseReason.BAD_ENCRYPTION);
    assertThat(offer(0, 0, 0).fault).contains(CloseReason.BAD_ENCRYPTION);
    assertThat(offer(0, MseHandshake.PLAIN | 4, 0).fault).contains(CloseReason.BAD_ENCRYPTION);
    assertThat(offer(0, MseHandshake.RC4, 513).fault).contains(CloseReason.BAD_ENCRYPTION);
    assertThat(offer(0, MseHandshake.RC4, 0xffff).fault).contains(CloseReason.BAD_ENCRYPTION);
  }

  private static Talk offer(long zeros, int methods, int pad) {
    Talk dialled = dialled(EncryptionPolicy.REQUIRED, 2, TORRENT);
    byte[] secret = bytes(20, 3);
    dialled.receive(KeyExchange.publicKey(secret));
    byte[] key = Arrays.copyOf(dialled.takeSent(), KeyExchange.LENGTH);
    byte[] shared = KeyExchange.shared(secret, key).orElseThrow();
    ByteBuffer hidden = ByteBuffer.allocate(16 + Math.min(pad, 600));
    hidden.putLong(zeros).putInt(methods).putShort((short) pad);
    new Rc4(Digests.diallerKey(shared, TORRENT)).apply(hidden.array(), 0, hidden.capacity());
    dialled.receive(
        MseHandshake.join(
            Digests.mark(shared),
            Digests.xor(Digests.hiddenName(TORRENT), Digests.cover(shared)),
            hidden.array()));
    return dialled;
  }

  /** The dialled may choose one method, and one that was offered. */
  @Test
  void answersThatCannotBeAreRefused() {
    assertThat(answer(EncryptionPolicy.ALLOWED, MseHandshake.PLAIN, 0).done).isPresent();
    assertThat(answer(EncryptionPolicy.REQUIRED, MseHandshake.RC4, 512).done).isPresent();
    for (int method : List.of(0, 3, 4, -1, MseHandshake.PLAIN)) {
      assertThat(answer(EncryptionPolicy.REQUIRED, method, 0).fault)
          .as("method %s", method)
          .contains(CloseReason.BAD_ENCRYPTION);
    }
    assertThat(answer(EncryptionPolicy.ALLOWED, MseHandshake.RC4, 513).fault)
        .contains(CloseReason.BAD_ENCRYPTION);
  }

  private static Talk answer(EncryptionPolicy policy, int method, int pad) {
    Talk dialler =
        new Talk(
            new MseDialler(TORRENT, OPENING, policy, new MseChance(bytes(20, 5), NONE, NONE)),
            List.of());
    byte[] secret = bytes(20, 3);
    byte[] shared = KeyExchange.shared(secret, dialler.takeSent()).orElseThrow();
    dialler.receive(KeyExchange.publicKey(secret));
    ByteBuffer hidden = ByteBuffer.allocate(14 + Math.min(pad, 600));
    hidden.putLong(0).putInt(method).putShort((short) pad);
    new Rc4(Digests.dialledKey(shared, TORRENT)).apply(hidden.array(), 0, hidden.capacity());
    dialler.receive(hidden.array());
    return dialler;
  }

  /** Whatever comes, nothing is thrown, and no more is kept than a pad and a mark. */
  @Seeds(200)
  void noiseDoesNoHarm(long seed) {
    Random random = new Random(seed);
    boolean dials = random.nextBoolean();
    Talk talk =
        dials
            ? dialler(TORRENT, EncryptionPolicy.ALLOWED, seed)
            : dialled(EncryptionPolicy.ALLOWED, seed, TORRENT);
    Talk partner =
        dials
            ? dialled(EncryptionPolicy.ALLOWED, seed + 1, TORRENT)
            : dialler(TORRENT, EncryptionPolicy.ALLOWED, seed + 1);
    for (int round = 0; round < 40 && !talk.isOver(); round++) {
      partner.receive(partner.isOver() ? NONE : talk.takeSent());
      byte[] honest = partner.takeSent();
      if (random.nextInt(3) == 0 && honest.length > 0) {
        honest[random.nextInt(honest.length)] ^= (byte) (1 << random.nextInt(8));
      }
      talk.receive(honest.length > 0 ? honest : bytes(random.nextInt(300), seed + round));
      assertThat(talk.mostKept()).isLessThan(MseHandshake.MAX_KEPT + 600);
    }
    assertThat(talk.isOver()).isTrue();
  }
}
