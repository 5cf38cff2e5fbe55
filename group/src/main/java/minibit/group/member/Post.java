package minibit.group.member;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import minibit.core.id.PeerAddress;
import minibit.core.identity.MemberId;
import minibit.core.identity.Passport;
import minibit.core.packed.BadPacked;

/** Sends requests to members, sealed or not, trying each of their addresses. Safe for threads. */
final class Post {
  private final MemberKeys keys;
  private final MemberTransport transport;
  private final Map<MemberId, Correspondence> known = new ConcurrentHashMap<>();

  Post(MemberKeys keys, MemberTransport transport) {
    this.keys = keys;
    this.transport = transport;
  }

  /** A passport came by. Whether it is genuine; if so, sealed messages can be exchanged now. */
  boolean meet(Passport passport) {
    MemberId id = passport.id();
    Correspondence old = known.get(id);
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
    return Optional.ofNullable(known.get(id));
  }

  /** A sealed request to a member met before; at most one answer comes, or a failure. */
  CompletableFuture<Reply> ask(MemberId to, Request request, Duration limit) {
    Correspondence correspondence = known.get(to);
    if (correspondence == null) {
      return CompletableFuture.failedFuture(new IllegalStateException("never met: " + to));
    }
    byte[] body = MessageCodec.encode(request);
    return ask(correspondence, body, correspondence.other().members(), 0, limit);
  }

  private CompletableFuture<Reply> ask(
      Correspondence with, byte[] body, List<PeerAddress> addresses, int next, Duration limit) {
    if (next >= addresses.size()) {
      return CompletableFuture.failedFuture(new IllegalStateException("no address answers"));
    }
    Correspondence.Sealed sealed = with.seal(body);
    return transport
        .send(addresses.get(next), sealed.message(), limit)
        .thenCompose(answer -> opened(with, sealed.counter(), answer))
        .exceptionallyCompose(failure -> ask(with, body, addresses, next + 1, limit));
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
