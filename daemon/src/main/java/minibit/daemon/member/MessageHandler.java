package minibit.daemon.member;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import minibit.daemon.http.Body;
import minibit.group.member.MemberTransport;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes members' messages off HTTP: bounded in size, number and patience, each refusal in words.
 * What a message says is the group's matter.
 */
final class MessageHandler extends Handler.Abstract {
  private static final Logger log = LoggerFactory.getLogger(MessageHandler.class);

  /** Messages a second from one address: fifty daemons of a machine, each busy registering. */
  private static final int PER_SECOND = 2_000;

  /**
   * The same of messages without seal, which cost a signature to check: fifty daemons of a machine
   * that ask three times a second.
   */
  private static final int OPEN_PER_SECOND = 200;

  /** A sealed message begins so, */
  private static final byte SEALED = 1;

  /** and one between members of a closed group so. */
  private static final byte COVERED = 2;

  /** Bytes of an ordinary message; whatever is longer takes one of few places. */
  private static final int SMALL = 64 << 10;

  /** Long messages at a time: together sixty-four mebibytes. */
  private static final int LONG_AT_A_TIME = 16;

  /** How long a message may be worked on: longer than any member waits for its answer. */
  private static final int SECONDS = 30;

  private final RateLimiter all = new RateLimiter(PER_SECOND, 2 * PER_SECOND);
  private final RateLimiter open = new RateLimiter(OPEN_PER_SECOND, 5 * OPEN_PER_SECOND);
  private final Semaphore longOnes = new Semaphore(LONG_AT_A_TIME);
  private volatile @Nullable Function<byte[], CompletableFuture<byte[]>> desk;

  void serve(Function<byte[], CompletableFuture<byte[]>> next) {
    desk = next;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Function<byte[], CompletableFuture<byte[]>> to = desk;
    if (!request.getMethod().equals("POST")) {
      response.getHeaders().put(HttpHeader.ALLOW, "POST");
      refuse(response, callback, 405, "only POST works here");
    } else if (!allows(all, request)) {
      refuseBody(response, callback, 429, "too many messages from this address");
    } else if (request.getLength() < 0) {
      refuseBody(response, callback, 411, "a message comes with its length");
    } else if (request.getLength() > MemberTransport.MAX_BYTES) {
      refuseBody(
          response, callback, 413, "a message has at most " + MemberTransport.MAX_BYTES + " bytes");
    } else if (to == null) {
      refuseBody(response, callback, 503, "this daemon is still starting");
    } else if (request.getLength() <= SMALL) {
      take(to, request, response, callback);
    } else if (longOnes.tryAcquire()) {
      Callback release = Callback.from(callback, () -> longOnes.release());
      take(to, request, response, release);
    } else {
      refuseBody(response, callback, 503, "too many long messages at a time");
    }
    return true;
  }

  private static boolean allows(RateLimiter limiter, Request request) {
    return request.getConnectionMetaData().getRemoteSocketAddress()
            instanceof InetSocketAddress from
        && from.getAddress() instanceof InetAddress source
        && limiter.allows(source, System.nanoTime());
  }

  private void take(
      Function<byte[], CompletableFuture<byte[]>> to,
      Request request,
      Response response,
      Callback callback) {
    byte[] message;
    try {
      message = Body.read(request, MemberTransport.MAX_BYTES);
    } catch (Body.TooLarge e) {
      refuseBody(response, callback, 413, "the message is too long");
      return;
    } catch (Body.TooSlow e) {
      refuseBody(response, callback, 408, "the message did not come in time");
      return;
    } catch (IOException e) {
      refuseBody(response, callback, 400, "the message ended early");
      return;
    }
    if (message.length == 0) {
      refuse(response, callback, 400, "an empty message");
    } else if (message[0] != SEALED && message[0] != COVERED && !allows(open, request)) {
      refuse(response, callback, 429, "too many open messages from this address");
    } else {
      to.apply(message)
          .orTimeout(SECONDS, TimeUnit.SECONDS)
          .whenComplete((answer, failure) -> answer(response, callback, answer, failure));
    }
  }

  private static void answer(
      Response response, Callback callback, byte @Nullable [] answer, @Nullable Throwable failure) {
    if (answer == null) {
      log.warn("a message was not answered: {}", String.valueOf(failure));
      refuse(response, callback, 503, "no answer in time");
      return;
    }
    response.setStatus(200);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/octet-stream");
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.length);
    response.write(true, ByteBuffer.wrap(answer), callback);
  }

  /** What comes after the refusal on this connection would be the rest of the body. */
  private static void refuseBody(Response response, Callback callback, int status, String reason) {
    response.getHeaders().put(HttpHeader.CONNECTION, "close");
    refuse(response, callback, status, reason);
  }

  static void refuse(Response response, Callback callback, int status, String reason) {
    byte[] body = (reason + "\n").getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain;charset=utf-8");
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    response.write(true, ByteBuffer.wrap(body), callback);
  }
}
