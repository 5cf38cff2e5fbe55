package minibit.daemon.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import minibit.core.session.Carriage;
import minibit.daemon.api.model.SwarmPicture;
import minibit.daemon.api.model.TransferDetail;
import minibit.daemon.fetch.model.PeerView;
import minibit.daemon.fetch.model.TransferState;
import org.junit.jupiter.api.Test;

/** A picture of a swarm: what is seen here, and what others say of the rest. */
class SwarmViewsTest {
  private static final String ONE = "10.0.0.1:6881";
  private static final String TWO = "10.0.0.2:6881";

  private static TransferDetail detail(PeerView... peers) {
    var view =
        new SomeTransfers(0, 1)
            .view("ab".repeat(20), "film", TransferState.DOWNLOADING, 1000, Instant.EPOCH);
    return new TransferDetail(
        TransferViews.transfer(view),
        List.of(peers).stream().map(peer -> PeerWords.peer(peer, 100)).toList(),
        List.of());
  }

  private static PeerView peer(String address, Optional<String> member, long down, long up) {
    return new PeerView(
        address,
        member,
        "client",
        true,
        true,
        10,
        down,
        up,
        down,
        up,
        false,
        true,
        false,
        true,
        false,
        Optional.empty(),
        Carriage.PLAIN);
  }

  private static PeerView member(String address, String name, long down, long up) {
    return peer(address, Optional.of(name), down, up);
  }

  private static SwarmReport report(String member, SwarmReport.Link... links) {
    return new SwarmReport(member, 20, List.of(links));
  }

  private static SwarmReport.Link with(String member, long down, long up) {
    return new SwarmReport.Link(Optional.of(member), "10.0.9.9:1", "client", 30, down, up);
  }

  private static SwarmPicture picture(TransferDetail detail, SwarmReport... reports) {
    return SwarmViews.picture(detail, "here", List.of(reports));
  }

  private static SwarmPicture.Link link(String from, String to, long rate) {
    return new SwarmPicture.Link(from, to, rate);
  }

  @Test
  void withoutAWordOfOthersItShowsOwnLinks() {
    SwarmPicture alone =
        picture(detail(member(ONE, "one", 7, 0), peer(TWO, Optional.empty(), 0, 9)));
    assertThat(alone.nodes())
        .extracting(SwarmPicture.Node::id, SwarmPicture.Node::name, SwarmPicture.Node::role)
        .containsExactly(
            tuple("me", "here", "me"), tuple(ONE, "one", "member"), tuple(TWO, "client", "peer"));
    assertThat(alone.links()).containsExactly(link(ONE, "me", 7), link("me", TWO, 9));
  }

  /** Who is connected with us is one node, whoever speaks of it; who is not gets its own. */
  @Test
  void whatOthersSayIsJoinedByNames() {
    SwarmPicture joined =
        picture(detail(member(ONE, "one", 7, 0)), report("one", with("far", 0, 40)));
    assertThat(joined.nodes())
        .extracting(SwarmPicture.Node::id)
        .containsExactly("me", ONE, "member:far");
    assertThat(joined.nodes().getLast().have()).isEqualTo(30);
    assertThat(joined.links()).containsExactly(link(ONE, "me", 7), link(ONE, "member:far", 40));
  }

  @Test
  void ofBothEndsTheSenderIsBelieved() {
    SwarmReport receiver = report("b", with("a", 100, 0));
    SwarmReport sender = report("a", with("b", 0, 90));
    assertThat(picture(detail(), receiver, sender).links())
        .containsExactly(link("member:a", "member:b", 90));
    assertThat(picture(detail(), receiver).links())
        .containsExactly(link("member:a", "member:b", 100));
  }

  /** Nobody tells us what we send or get. */
  @Test
  void whatIsOursStaysAsWeSeeIt() {
    SwarmReport.Link claim =
        new SwarmReport.Link(Optional.empty(), "me", "client", 100, 5_000, 5_000);
    SwarmPicture claimed = picture(detail(member(ONE, "one", 7, 0)), report("one", claim));
    assertThat(claimed.links()).containsExactly(link(ONE, "me", 7));
    assertThat(claimed.nodes().getFirst().have()).isEqualTo(50);
  }

  /** A name that two have means neither; one that is ours means another all the same. */
  @Test
  void namesThatAreSharedMeanNobodyKnown() {
    SwarmPicture twins =
        picture(
            detail(member(ONE, "twin", 1, 0), member(TWO, "twin", 2, 0)),
            report("twin", with("here", 0, 5)));
    assertThat(twins.links())
        .containsExactly(
            link(ONE, "me", 1), link(TWO, "me", 2), link("member:twin", "member:here", 5));
  }

  /** Whom we knew by its address alone is a member once another says so. */
  @Test
  void aPeerIsMadeKnownByOthers() {
    SwarmReport.Link known = new SwarmReport.Link(Optional.of("two"), TWO, "client", 30, 0, 8);
    SwarmPicture met =
        picture(
            detail(peer(TWO, Optional.empty(), 3, 0)),
            report("one", known),
            report("two", with("one", 8, 0)));
    assertThat(met.nodes())
        .extracting(SwarmPicture.Node::id, SwarmPicture.Node::name, SwarmPicture.Node::role)
        .contains(tuple(TWO, "two", "member"))
        .hasSize(3);
    assertThat(met.links()).containsExactly(link(TWO, "me", 3), link("member:one", TWO, 8));
  }

  @Test
  void whatDoesNotFlowIsNoLink() {
    assertThat(picture(detail(), report("a", with("b", 0, 0))).links()).isEmpty();
  }

  /** Strangers fill no memory and hide nothing that is ours. */
  @Test
  void othersAddNoMoreThanFits() {
    List<SwarmReport> crowd = new ArrayList<>();
    for (int i = 0; i < 26; i++) {
      int teller = i;
      crowd.add(
          new SwarmReport(
              "teller " + i,
              Integer.MAX_VALUE,
              IntStream.range(0, SwarmReport.MAX_LINKS)
                  .mapToObj(n -> with("far " + (teller * 7 + n), 5, 5))
                  .toList()));
    }
    SwarmPicture full = SwarmViews.picture(detail(member(ONE, "one", 7, 0)), "here", crowd);
    assertThat(full.nodes()).hasSize(SwarmPicture.MAX_NODES);
    assertThat(full.links()).hasSize(SwarmPicture.MAX_LINKS).contains(link(ONE, "me", 7));
    assertThat(full.nodes()).allSatisfy(node -> assertThat(node.have()).isBetween(0L, 100L));
  }
}
