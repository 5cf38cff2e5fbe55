package minibit.daemon.run;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import minibit.core.catalogue.CatalogueCommand;
import minibit.core.catalogue.CatalogueState;
import minibit.core.catalogue.Member;
import minibit.core.identity.MemberId;
import minibit.group.member.GroupMember;
import minibit.group.vote.Voter;

/** What daemons ask the tracker's daemon beside questions: to forget a member. Any thread. */
final class GroupServices {
  /** The number under which a member is named that shall be forgotten. */
  static final int FORGET = 65;

  /** An entry is acknowledged within milliseconds, or not before the next election. */
  private static final long SECONDS = 5;

  private volatile Optional<GroupMember> member = Optional.empty();

  void follow(GroupMember started) {
    member = Optional.of(started);
  }

  static boolean answers(int service) {
    return service == FORGET;
  }

  /** Asks the tracker to drop an absent member's records; the answer is empty, or why not. */
  CompletableFuture<String> forget(MemberId absent) {
    return member
        .orElseThrow()
        .relayToTracker(FORGET, absent.toBytes())
        .thenApply(answer -> new String(answer, StandardCharsets.UTF_8));
  }

  /** As the tracker: does it, and answers nothing, or why not. */
  byte[] onRelay(int service, byte[] body) {
    String answer =
        service == FORGET && body.length == MemberId.LENGTH
            ? forgetHere(MemberId.of(body))
            : "this tracker does not know that request";
    return answer.getBytes(StandardCharsets.UTF_8);
  }

  private String forgetHere(MemberId absent) {
    Optional<Voter> voter = member.filter(GroupMember::isTracker).flatMap(GroupMember::voter);
    if (voter.isEmpty()) {
      return "not the tracker in office";
    }
    Optional<Member> known = voter.get().read((CatalogueState state) -> state.member(absent));
    if (known.isEmpty()) {
      return "there is no such member";
    }
    if (known.get().present()) {
      return known.get().name() + " is present; only an absent member can be forgotten";
    }
    try {
      voter
          .get()
          .propose(new CatalogueCommand.MemberLeft(absent, Instant.now()))
          .get(SECONDS, TimeUnit.SECONDS);
      return "";
    } catch (ExecutionException | TimeoutException e) {
      return "the group does not acknowledge it: " + e.getMessage();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "the tracker is stopping";
    }
  }
}
