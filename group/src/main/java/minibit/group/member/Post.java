package minibit.group.member;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import minibit.core.catalogue.CatalogueLimits;
import minibit.core.id.PeerAddress;
import minibit.core.identity.MemberId;
import minibit.core.identity.Passport;
import minibit.core.packed.BadPacked;

/** Sends requests to members, sealed or not, trying each of their addresses. Safe for threads. */
final class Post {
  /** Passports kept: of all members twice over, for strangers show theirs, too. */
  private static final int MOST = 2 * CatalogueLimits.MEMBERS;

  private final MemberKeys keys;
  private final MemberTransport transport;
  private final List<PeerAddress> own;
  private final Recent<MemberId, Correspondence> known = new Recent<>(MOST);

  /** By which of its addresses a member answered last. */
  private final Recent<MemberId, PeerAddress> answered = new Recent<>(MOST);

  /**
   * A post of this member.
   *
   * @param own where it takes messages itself
   */
  Post(MemberKeys keys, MemberTransport transport, List<PeerAddress> own) {
    this.keys = keys;
    this.transport = transport;
    this.own = List.copyOf(own);
  }

  /** A passport came by. Whether it is genuine; if so, sealed messages can be exchanged now. */
  boolean meet(Passport passport) {
    MemberId id = passport.id();
    Correspondence old = known.get(id).orElse(null);
    if (old != null && old.other().equals(passport)) {
      return true;
    }
    if (!passport.isGenuine()) {
      return false;
    }
    if (old != null && old.other().time().isAfter(passport.time())) {
      // An older passport of somebody who has a newer one: replayed, or long under way.
      return false;
    }
    if (old != null && sameStart(old.other(), passport)) {
      known.put(id, old.with(passport));
      return true;
    }
    Optional<byte[]> secret = keys.secretWith(passport);
    secret.ifPresent(s -> known.put(id, new Correspondence(keys.id(), passport, s)));
    return secret.isPresent();
  }

  private static boolean sameStart(Passport one, Passport two) {
    return one.boot() == two.boot() && Arrays.equals(one.agreement(), two.agreement());
  }

  Optional<Correspondence> with(MemberId id) {
    return known.get(id);
  }

  /** A sealed request to a member met before; at most one answer comes, or a failure. */
  CompletableFuture<Reply> ask(MemberId to, Request request, Duration limit) {
    Correspondence correspondence = known.get(to).orElse(null);
    if (correspondence == null) {
      return CompletableFuture.failedFuture(new IllegalStateException("never met: " + to));
    }
    byte[] body = MessageCodec.encode(request);
    return ask(correspondence, body, ways(correspondence.other()), 0, limit);
  }

  private CompletableFuture<Reply> ask(
      Correspondence with, byte[] body, List<PeerAddress> addresses, int next, Duration limit) {
    if (next >= addresses.size()) {
      return CompletableFuture.failedFuture(new IllegalStateException("no address answers"));
    }
    Correspondence.Sealed sealed = with.seal(body);
    PeerAddress address = addresses.get(next);
    boolean more = next + 1 < addresses.size();
    return transport
        .send(address, sealed.message(), limit)
        .thenCompose(answer -> opened(with, sealed.counter(), answer))
        .handle(
            (reply, failure) -> {
              // Perhaps another daemon, at an address that exists on many machines.
              boolean other =
                  reply instanceof Reply.Failed(Reply.Code code, String text)
                      && (code == Reply.Code.UNKNOWN_MEMBER || code == Reply.Code.NOT_INVITED);
              if (more && (failure != null || other)) {
                return ask(with, body, addresses, next + 1, limit);
              }
              if (failure != null) {
                return CompletableFuture.<Reply>failedFuture(failure);
              }
              if (!other) {
                answered.put(with.other().id(), address);
              }
              return CompletableFuture.completedFuture(reply);
            })
        .thenCompose(Function.identity());
  }

  /**
   * The addresses to try: where it answered last comes first, and loopback is for daemons of this
   * machine, which have another address in common with it or nothing but loopback.
   */
  private List<PeerAddress> ways(Passport to) {
    List<PeerAddress> all = to.members();
    boolean outside = all.stream().anyMatch(address -> !address.isLoopback());
    boolean sameMachine =
        all.stream()
            .anyMatch(address -> !address.isLoopback() && own.stream().anyMatch(address::sameHost));
    List<PeerAddress> ways =
        new ArrayList<>(
            all.stream().filter(a -> !a.isLoopback() || sameMachine || !outside).toList());
    answered.get(to.id()).filter(ways::remove).ifPresent(ways::addFirst);
    return ways;
  }

  private static CompletableFuture<Reply> opened(Correspondence with, long counter, byte[] answer) {
    try {
      return CompletableFuture.completedFuture(
          MessageCodec.reply(with.openAnswer(counter, answer)));
    } catch (BadPacked e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** An open request to whoever is at one of these addresses. */
  CompletableFuture<Reply> askOpenly(List<PeerAddress> addresses, Request request, Duration limit) {
    return askOpenly(addresses, 0, Correspondence.plain(MessageCodec.encode(request)), limit);
  }

  private CompletableFuture<Reply> askOpenly(
      List<PeerAddress> addresses, int next, byte[] message, Duration limit) {
    if (next >= addresses.size()) {
      return CompletableFuture.failedFuture(new IllegalStateException("no address answers"));
    }
    return transport
        .send(addresses.get(next), message, limit)
        .thenCompose(
            answer -> {
              try {
                return CompletableFuture.completedFuture(
                    MessageCodec.reply(Correspondence.plainBody(answer)));
              } catch (BadPacked e) {
                return CompletableFuture.failedFuture(e);
              }
            })
        .exceptionallyCompose(failure -> askOpenly(addresses, next + 1, message, limit));
  }
}
