package minibit.daemon.api.events;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;

/**
 * One stream of events: writes what there is, and the next when that is written. Holds one batch at
 * a time, whatever happens; no thread waits for it.
 */
final class Listener extends IteratingCallback {
  /** A batch fits the buffers of a connection; one that stays so long has nobody at its end. */
  static final long PATIENCE_NANOS = 10_000_000_000L;

  private static final byte[] HELLO = ": minibit events\n\n".getBytes(StandardCharsets.UTF_8);
  private static final byte[] BEAT = ":\n\n".getBytes(StandardCharsets.UTF_8);

  private final EventFeed feed;
  private final EventFilter filter;
  private final Response response;
  private final Callback done;
  private final BooleanSupplier welcome;
  private final Runnable gone;
  private long number;
  private boolean greeted;
  private volatile boolean beatDue;
  private volatile boolean ending;

  /** When the last write began, and whether it is still under way. */
  private volatile long began = System.nanoTime();

  private volatile boolean writing;

  /**
   * A stream behind an event.
   *
   * @param done the request's end
   * @param welcome whether it may go on
   * @param gone is run once, when it is over
   */
  Listener(
      EventFeed feed,
      EventFilter filter,
      long number,
      Response response,
      Callback done,
      BooleanSupplier welcome,
      Runnable gone) {
    this.feed = feed;
    this.filter = filter;
    this.number = number;
    this.response = response;
    this.done = done;
    this.welcome = welcome;
    this.gone = gone;
  }

  EventFilter filter() {
    return filter;
  }

  /** To be called now and then: keeps the connection alive, and ends one that nobody reads. */
  void beat(long now) {
    if (writing) {
      if (now - began > PATIENCE_NANOS) {
        abort(new TimeoutException("nobody reads these events"));
      }
      return;
    }
    ending = ending || !welcome.getAsBoolean();
    beatDue = true;
    iterate();
  }

  @Override
  protected Action process() {
    if (ending) {
      return Action.SUCCEEDED;
    }
    byte[] next = next();
    if (next.length == 0) {
      return ending ? Action.SUCCEEDED : Action.IDLE;
    }
    began = System.nanoTime();
    writing = true;
    response.write(false, ByteBuffer.wrap(next), this);
    return Action.SCHEDULED;
  }

  private byte[] next() {
    if (!greeted) {
      greeted = true;
      return HELLO;
    }
    EventFeed.Batch batch = feed.after(number, filter);
    number = batch.last();
    ending = ending || batch.closed();
    boolean beat = beatDue && batch.wire().length == 0;
    beatDue = false;
    return beat ? BEAT : batch.wire();
  }

  @Override
  protected void onSuccess() {
    writing = false;
  }

  @Override
  protected void onCompleteSuccess() {
    gone.run();
    response.write(true, ByteBuffer.allocate(0), done);
  }

  @Override
  protected void onCompleteFailure(Throwable cause) {
    gone.run();
    done.failed(cause);
  }
}
