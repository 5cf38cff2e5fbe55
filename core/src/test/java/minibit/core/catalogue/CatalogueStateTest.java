package minibit.core.catalogue;

import static minibit.core.catalogue.Catalogues.AT;
import static minibit.core.catalogue.Catalogues.file;
import static minibit.core.catalogue.Catalogues.joined;
import static minibit.core.catalogue.Catalogues.register;
import static minibit.core.catalogue.Catalogues.root;
import static minibit.core.catalogue.Catalogues.signed;
import static minibit.core.catalogue.Catalogues.withdraw;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import minibit.core.catalogue.Change.Refusal;
import minibit.core.identity.GroupId;
import minibit.core.identity.MemberId;
import minibit.core.identity.TestIdentity;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CatalogueStateTest {
  private static final TestIdentity ANA = TestIdentity.of(1);
  private static final TestIdentity BIA = TestIdentity.of(2);
  private static final MemberId STRANGER = TestIdentity.of(3).id();

  private final CatalogueState state = new CatalogueState(7);

  @BeforeEach
  void twoMembers() {
    state.apply(joined(ANA, "ana"));
    state.apply(joined(BIA, "bia"));
  }

  /** Files of equal content and different names are one content with two holders. */
  @Test
  void holdersAreJoinedByContent() {
    state.apply(register(ANA.id(), file(7, "talks", "slides.pdf")));

    assertThat(state.apply(register(BIA.id(), file(7, "", "talk.pdf"))))
        .containsExactly(new Change.HolderAdded(root(7), BIA.id()));

    Content content = state.content(root(7)).orElseThrow();
    assertThat(state.contentCount()).isEqualTo(1);
    assertThat(state.fileCount()).isEqualTo(2);
    assertThat(state.holders(content))
        .extracting(Holding::member)
        .containsExactly(ANA.id(), BIA.id());
    assertThat(content.naming().name()).isEqualTo("slides.pdf");
  }

  /** A holder answers to every info-hash that any name of its content has, cut short or not. */
  @Test
  void aContentIsFoundByTheInfoHashOfEveryName() {
    SharedFile first = file(7, "", "slides.pdf");
    SharedFile second = file(7, "", "talk.pdf");
    state.apply(register(ANA.id(), first));
    state.apply(register(BIA.id(), second));

    for (SharedFile file : List.of(first, second)) {
      assertThat(state.content(file.v1()).orElseThrow().root()).isEqualTo(root(7));
      assertThat(state.content(file.v2()).orElseThrow().root()).isEqualTo(root(7));
      assertThat(state.content(file.v2().wire()).orElseThrow().root()).isEqualTo(root(7));
    }
    assertThat(state.content(file(8, "", "other").v1())).isEmpty();
  }

  /** The name a transfer runs under stays known when its first holder goes. */
  @Test
  void theEarliestNameStaysAsLongAsTheContent() {
    SharedFile first = file(7, "", "slides.pdf");
    state.apply(register(ANA.id(), first));
    state.apply(register(BIA.id(), file(7, "", "talk.pdf")));

    state.apply(withdraw(ANA.id(), "slides.pdf"));
    assertThat(state.content(first.v1()).orElseThrow().naming().name()).isEqualTo("slides.pdf");

    state.apply(withdraw(BIA.id(), "talk.pdf"));
    assertThat(state.content(first.v1())).isEmpty();
    assertThat(state.contentCount()).isZero();
    assertThat(state.fileCount()).isZero();
  }

  /** Away hides files and keeps them; back shows them again without a registration. */
  @Test
  void aMemberThatReturnsHasItsFiles() {
    state.apply(register(ANA.id(), file(7, "", "a")));
    Content content = state.content(root(7)).orElseThrow();

    assertThat(state.apply(new CatalogueCommand.Away(ANA.id(), AT)))
        .containsExactly(new Change.MemberAway(ANA.id()));
    assertThat(state.isAvailable(content)).isFalse();
    assertThat(state.holders(content)).isEmpty();
    assertThat(state.fileCount(ANA.id())).isEqualTo(1);

    state.apply(new CatalogueCommand.Back(ANA.id(), AT));
    assertThat(state.holders(content)).hasSize(1);
    assertThat(state.apply(new CatalogueCommand.Back(ANA.id(), AT))).isEmpty();
  }

  /** Who leaves takes its files along, and nobody else's. */
  @Test
  void leavingTakesTheFilesAlong() {
    state.apply(register(ANA.id(), file(7, "", "a"), file(8, "", "b")));
    state.apply(register(BIA.id(), file(7, "", "a")));

    assertThat(state.apply(new CatalogueCommand.MemberLeft(ANA.id(), AT)))
        .containsExactly(
            new Change.HolderRemoved(root(7), ANA.id()),
            new Change.ContentRemoved(root(8)),
            new Change.MemberGone(ANA.id()));
    assertThat(state.members()).extracting(Member::name).containsExactly("bia");
  }

  /** A path holds one file: a changed one takes the old one's place. */
  @Test
  void aChangedFileTakesItsPlace() {
    state.apply(register(ANA.id(), file(7, "d", "a")));

    assertThat(state.apply(register(ANA.id(), file(8, "d", "a"))))
        .containsExactly(
            new Change.ContentRemoved(root(7)), new Change.ContentAdded(root(8), ANA.id()));
    assertThat(state.fileCount(ANA.id())).isEqualTo(1);
    assertThat(state.byteCount(ANA.id())).isEqualTo(8000);
  }

  /** Registering again what is registered changes nothing: commands may arrive twice. */
  @Test
  void registeringTwiceIsRegisteringOnce() {
    CatalogueCommand command = signed(ANA, List.of(file(7, "d", "a")));
    state.apply(command);
    ShareDigest digest = state.digest(ANA.id());

    assertThat(state.apply(command)).isEmpty();
    assertThat(state.digest(ANA.id())).isEqualTo(digest);
  }

  /** The same content at two paths of one member is one holder, until both paths are gone. */
  @Test
  void twoPathsOfAMemberAreOneHolder() {
    state.apply(register(ANA.id(), file(7, "d", "a")));
    assertThat(state.apply(register(ANA.id(), file(7, "e", "a"))))
        .containsExactly(new Change.ContentUpdated(root(7)));

    assertThat(state.apply(withdraw(ANA.id(), "d/a")))
        .containsExactly(new Change.ContentUpdated(root(7)));
    assertThat(state.apply(withdraw(ANA.id(), "e/a")))
        .containsExactly(new Change.ContentRemoved(root(7)));
  }

  /** The first publisher is shown, another is listed beside it, and both can be proven. */
  @Test
  void publishersAreListedInTheOrderTheyCame() {
    state.apply(signed(ANA, List.of(file(6, "", "x"), file(7, "", "slides.pdf"))));
    state.apply(signed(BIA, List.of(file(7, "", "talk.pdf"))));

    Content content = state.content(root(7)).orElseThrow();
    assertThat(content.publications())
        .extracting(Publication::key)
        .containsExactly(ANA.key(), BIA.key());
    assertThat(content.publisher().orElseThrow().key()).isEqualTo(ANA.key());
    assertThat(content.publications()).allMatch(p -> p.isGenuine(content));
    assertThat(content.publications()).allMatch(p -> p.proof().orElseThrow().isGenuine());
  }

  /** What one member published is still signed when only those who fetched it hold it. */
  @Test
  void aPublicationOutlivesItsPublisher() {
    state.apply(signed(ANA, List.of(file(7, "", "a"))));
    state.apply(register(BIA.id(), file(7, "downloads", "a")));

    state.apply(new CatalogueCommand.MemberLeft(ANA.id(), AT));

    assertThat(state.content(root(7)).orElseThrow().publisher().orElseThrow().key())
        .isEqualTo(ANA.key());
  }

  /** A tampered entry is told from its neighbours before it is proposed; unsigned ones pass. */
  @Test
  void tamperedEntriesAreFoundBeforeTheyAreProposed() {
    CatalogueCommand.Register good = signed(ANA, List.of(file(6, "", "x"), file(7, "", "y")));
    Registration forged = Registration.signed(file(9, "", "y"), 0, 1, AT);
    Registration unsigned = Registration.unsigned(file(5, "", "z"));
    var command =
        new CatalogueCommand.Register(
            ANA.id(), good.seals(), List.of(good.files().getFirst(), forged, unsigned), AT);

    RegistrationCheck.Verdict verdict = RegistrationCheck.check(command);

    assertThat(verdict.accepted().files()).containsExactly(good.files().getFirst(), unsigned);
    assertThat(verdict.tampered()).containsExactly(forged.file());
  }

  /** Who fetches makes room for as many bytes as a member says: no more than a disk has. */
  @Test
  void sizesBeyondAnyDiskAreRefused() {
    SharedFile largest = sized(7, CatalogueLimits.FILE_BYTES);
    SharedFile larger = sized(8, CatalogueLimits.FILE_BYTES + 1);
    CatalogueCommand.Register command =
        register(ANA.id(), larger, largest, sized(9, Long.MAX_VALUE));

    RegistrationCheck.Verdict verdict = RegistrationCheck.check(command);
    assertThat(verdict.accepted().files()).containsExactly(Registration.unsigned(largest));
    assertThat(verdict.tooLarge()).hasSize(2).contains(larger);

    // As a tracker would that does not check.
    assertThat(state.apply(command))
        .containsExactly(
            new Change.Refused(Refusal.FILE_TOO_LARGE),
            new Change.ContentAdded(root(7), ANA.id()),
            new Change.Refused(Refusal.FILE_TOO_LARGE));
    assertThat(state.byteCount(ANA.id())).isEqualTo(CatalogueLimits.FILE_BYTES);
  }

  private static SharedFile sized(long content, long size) {
    SharedFile file = file(content, "", "f" + content);
    return new SharedFile(
        file.root(), size, "", file.name(), file.mediaType(), file.v1(), file.v2());
  }

  /** What cannot be right is refused with its reason, and changes nothing. */
  @Test
  void refusalsLeaveTheStateAlone() {
    state.apply(register(ANA.id(), file(7, "", "a")));
    SharedFile liar =
        new SharedFile(root(7), 1, "", "b", "", file(1, "", "b").v1(), file(1, "", "b").v2());
    var noSeal =
        new CatalogueCommand.Register(
            ANA.id(), List.of(), List.of(Registration.signed(file(8, "", "c"), 0, 0, AT)), AT);

    assertThat(state.apply(register(STRANGER, file(1, "", "x"))))
        .isEqualTo(refused(Refusal.UNKNOWN_MEMBER));
    assertThat(state.apply(register(BIA.id(), liar))).isEqualTo(refused(Refusal.SIZE_DIFFERS));
    assertThat(state.apply(noSeal)).isEqualTo(refused(Refusal.NO_SUCH_SEAL));
    assertThat(state.apply(withdraw(ANA.id(), "no/such/path"))).isEmpty();
    assertThat(state.fileCount()).isEqualTo(1);
  }

  /** A group that yields takes nothing after its last entry: two logs are never mixed. */
  @Test
  void nothingIsTakenAfterTheMove() {
    var move = new CatalogueCommand.Moved(new GroupId(new UUID(3, 4)), List.of(), AT);
    assertThat(state.apply(move)).containsExactly(new Change.GroupMoved(move));

    assertThat(state.apply(register(ANA.id(), file(7, "", "a"))))
        .isEqualTo(refused(Refusal.GROUP_CLOSED));
    assertThat(state.moved()).contains(move);
  }

  /** An ID is the first digits of a root or an info-hash; too few digits show that they are. */
  @Test
  void anIdIsTheFirstDigits() {
    for (int i = 1; i <= 40; i++) {
      state.apply(register(ANA.id(), file(i, "", "f" + i)));
    }
    SharedFile wanted = file(17, "", "f17");

    for (String hex : List.of(wanted.root().hex(), wanted.v1().hex(), wanted.v2().hex())) {
      assertThat(state.startingWith(hex.substring(0, 9), 2))
          .extracting(Content::root)
          .containsExactly(wanted.root());
      assertThat(state.startingWith(hex, 2)).hasSize(1);
    }
    assertThat(state.startingWith(wanted.root().hex().substring(0, 1), 2)).hasSize(2);
    assertThat(state.startingWith("not hex", 2)).isEmpty();
  }

  /** A member's files come sorted by path, page by page, each once. */
  @Test
  void browsingGoesPageByPage() {
    for (String path : List.of("b/2", "a/9", "a/1", "c", "b/1")) {
      int slash = path.indexOf('/');
      state.apply(
          register(
              ANA.id(),
              file(
                  path.hashCode(),
                  slash < 0 ? "" : path.substring(0, slash),
                  path.substring(slash + 1))));
    }

    List<Holding> first = state.browse(ANA.id(), null, 2);
    List<Holding> rest = state.browse(ANA.id(), first.getLast(), 10);

    assertThat(first).extracting(Holding::path).containsExactly("c", "a/1");
    assertThat(rest).extracting(Holding::path).containsExactly("a/9", "b/1", "b/2");
  }

  private static List<Change> refused(Refusal reason) {
    return List.of(new Change.Refused(reason));
  }
}
