package minibit.daemon.api.events;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import minibit.daemon.api.model.ApiException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/**
 * Sends a feed as server-sent events. Each has the id {@code boot.number}; a listener that comes
 * back with its last one in {@code Last-Event-ID} goes on behind it. An event {@code missed} says
 * that some are gone.
 */
public final class EventStream {
  /** Listeners at once: a page or two, a script, and some room. */
  private static final int MAX_LISTENERS = 32;

  private final EventFeed feed;
  private final Audience audience;
  private final Semaphore places = new Semaphore(MAX_LISTENERS);

  /** Streams of a feed, whose comings and goings are told. */
  public EventStream(EventFeed feed, Audience audience) {
    this.feed = feed;
    this.audience = audience;
  }

  /**
   * Writes events until the listener goes or the feed ends; blocks so long.
   *
   * @throws ApiException 503 if there are too many listeners
   * @throws IOException when the listener is gone
   */
  public void serve(Request request, Response response) throws IOException {
    if (!places.tryAcquire()) {
      throw new ApiException(503, "too-many-listeners", "too many listen to events already");
    }
    audience.came();
    try {
      String since = request.getHeaders().get("Last-Event-ID");
      response.setStatus(200);
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
      try (OutputStream out = Content.Sink.asOutputStream(response)) {
        write(out, since == null ? feed.last() : feed.number(since));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      audience.went();
      places.release();
    }
  }

  private void write(OutputStream out, long from) throws IOException, InterruptedException {
    long number = from;
    send(out, ": minibit events\n\n");
    while (true) {
      EventFeed.Batch batch = feed.after(number, EventFeed.BEAT);
      if (batch.missed()) {
        number = feed.last();
        send(out, "id: " + feed.id(number) + "\nevent: missed\ndata: {}\n\n");
        continue;
      }
      StringBuilder text = new StringBuilder();
      for (EventFeed.Entry entry : batch.entries()) {
        number = entry.number();
        text.append("id: ").append(feed.id(number)).append("\nevent: ").append(entry.type());
        text.append("\ndata: ").append(entry.json()).append("\n\n");
      }
      send(out, text.isEmpty() ? ":\n\n" : text.toString());
      if (batch.closed()) {
        return;
      }
    }
  }

  private static void send(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
