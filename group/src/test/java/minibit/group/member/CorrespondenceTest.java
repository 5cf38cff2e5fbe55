package minibit.group.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import minibit.core.catalogue.Catalogues;
import minibit.core.catalogue.Change.Refusal;
import minibit.core.catalogue.ShareDigest;
import minibit.core.id.PeerAddress;
import minibit.core.identity.GroupId;
import minibit.core.identity.Passport;
import minibit.core.packed.BadPacked;
import minibit.core.testing.Seeds;
import minibit.group.office.Epoch;
import minibit.group.office.GroupFace;
import minibit.group.vote.Seat;
import org.junit.jupiter.api.Test;

class CorrespondenceTest {
  private final MemberKeys ana = MemberKeys.drawn();
  private final MemberKeys bia = MemberKeys.drawn();
  private final Correspondence atAna = between(ana, bia);
  private final Correspondence atBia = between(bia, ana);

  /** What one seals the other opens, and the answer comes back under the same seal. */
  @Test
  void twoMembersUnderstandEachOther() throws BadPacked {
    Correspondence.Sealed sealed = atAna.seal(new byte[] {1, 2, 3});

    Correspondence.Opened opened = Correspondence.open(sealed.message()).orElseThrow();
    assertThat(opened.sender()).isEqualTo(ana.id());
    assertThat(atBia.accepts(opened)).isTrue();
    byte[] answer = atBia.sealAnswer(opened.counter(), new byte[] {4});
    assertThat(atAna.openAnswer(sealed.counter(), answer)).containsExactly(4);
  }

  /** Nothing is heard twice, and messages may overtake each other. */
  @Test
  void aRepeatedMessageIsRefused() throws BadPacked {
    Correspondence.Opened first = opened(atAna.seal(new byte[1]));
    Correspondence.Opened second = opened(atAna.seal(new byte[1]));

    assertThat(atBia.accepts(second)).isTrue();
    assertThat(atBia.accepts(first)).isTrue();
    assertThat(atBia.accepts(second)).isFalse();
    assertThat(atBia.accepts(first)).isFalse();
    for (int i = 0; i < 100; i++) {
      assertThat(atBia.accepts(opened(atAna.seal(new byte[1])))).isTrue();
    }
    assertThat(atBia.accepts(first)).isFalse();
  }

  /** Nobody speaks for another: a changed byte, a third member's seal, our own words reflected. */
  @Seeds(30)
  void aForgedMessageIsRefused(long seed) {
    Random chance = new Random(seed);
    byte[] message = atAna.seal(new byte[] {1, 2, 3}).message();
    message[1 + chance.nextInt(message.length - 1)] ^= (byte) (1 << chance.nextInt(8));
    try {
      assertThat(Correspondence.open(message).filter(atBia::accepts)).isEmpty();
    } catch (BadPacked expected) {
      assertThat(expected).hasMessageMatching(".+");
    }
    Correspondence third = between(MemberKeys.drawn(), bia);
    assertThat(atBia.accepts(opened(third.seal(new byte[1])))).isFalse();
    assertThat(atAna.accepts(opened(atAna.seal(new byte[1])))).isFalse();
  }

  /** An answer belongs to its question: another's, or one without seal, is no answer. */
  @Test
  void anAnswerToAnotherQuestionIsRefused() {
    byte[] answer = atBia.sealAnswer(7, new byte[] {4});

    assertThatThrownBy(() -> atAna.openAnswer(8, answer)).isInstanceOf(BadPacked.class);
    byte[] open = Correspondence.plain(MessageCodec.encode(new Reply.Done()));
    assertThatThrownBy(() -> atAna.openAnswer(8, open)).isInstanceOf(BadPacked.class);
  }

  /** Requests and replies are read as they were written; damaged ones are refused by name. */
  @Seeds(30)
  void messagesTravel(long seed) throws BadPacked {
    Random chance = new Random(seed);
    Office office =
        new Office(
            new GroupFace(new GroupId(new UUID(1, 2)), "lab", 1, true, false),
            new Epoch(1, 9),
            passport(ana),
            List.of(
                new Office.VoterContact(
                    new Seat(ana.id(), passport(ana).voters().getFirst()),
                    passport(ana).members())));
    for (Request request :
        List.of(
            new Request.Join(passport(ana), "lab"),
            new Request.Ask("lab"),
            new Request.Heartbeat(office, 1, -2, Optional.empty()),
            new Request.Submit(Catalogues.register(ana.id(), Catalogues.file(1, "d", "f"))),
            new Request.AskMarks(List.of(1, 255)),
            new Request.Leave(true))) {
      byte[] bytes = MessageCodec.encode(request);
      assertThat(MessageCodec.request(bytes)).isEqualTo(request);
      damage(chance, bytes);
      try {
        MessageCodec.request(bytes);
      } catch (BadPacked expected) {
        assertThat(expected).hasMessageMatching(".+");
      }
    }
    for (Reply reply :
        List.of(
            new Reply.Known(ana.id(), 5, Optional.of(office)),
            new Reply.Report(1, 2, 3, Optional.of(bia.id())),
            new Reply.Taken(List.of(Refusal.SIZE_DIFFERS), 2),
            new Reply.Sums(new ShareDigest()),
            new Reply.Marks(List.of(new Reply.Marks.Mark("a/b", -7))),
            new Reply.Failed(Reply.Code.NO_QUORUM, "why"))) {
      byte[] bytes = MessageCodec.encode(reply);
      assertThat(MessageCodec.reply(bytes)).isEqualTo(reply);
      damage(chance, bytes);
      try {
        MessageCodec.reply(bytes);
      } catch (BadPacked expected) {
        assertThat(expected).hasMessageMatching(".+");
      }
    }
  }

  private static void damage(Random chance, byte[] bytes) {
    bytes[chance.nextInt(bytes.length)] ^= (byte) (1 << chance.nextInt(8));
    Arrays.fill(bytes, chance.nextInt(bytes.length), bytes.length, (byte) chance.nextInt());
  }

  private static Correspondence.Opened opened(Correspondence.Sealed sealed) {
    try {
      return Correspondence.open(sealed.message()).orElseThrow();
    } catch (BadPacked e) {
      throw new AssertionError(e);
    }
  }

  private static Correspondence between(MemberKeys self, MemberKeys other) {
    Passport passport = passport(other);
    return new Correspondence(self.id(), passport, self.secretWith(passport).orElseThrow());
  }

  private static Passport passport(MemberKeys keys) {
    var address = List.of(PeerAddress.of(new byte[] {127, 0, 0, 1}, 7000));
    return Passport.unsigned(
            keys.key(), keys.agreement(), 1, 1, "x", address, address, address, Instant.EPOCH)
        .signed(keys);
  }
}
