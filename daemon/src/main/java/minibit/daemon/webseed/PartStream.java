package minibit.daemon.webseed;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import minibit.core.metainfo.Metainfo;
import minibit.core.piece.Block;
import minibit.core.webseed.FetchEnd;
import minibit.core.webseed.WebFault;
import minibit.core.webseed.WebPart;

/**
 * The bytes of blocks that follow each other, from a web seed: one request a file, padding made
 * here. No more is taken of an answer than was asked for. One thread reads; any may cancel.
 */
public final class PartStream implements AutoCloseable {
  private final WebSeedClient client;
  private final Metainfo torrent;
  private final URI base;
  private final boolean trusted;
  private final Iterator<WebPart> parts;
  private WebPart part = new WebPart(WebPart.ZEROS, 0, 1);
  private long left;
  private volatile InputStream body = InputStream.nullInputStream();
  private volatile CompletableFuture<?> answer = new CompletableFuture<>();
  private volatile boolean cancelled;

  /**
   * Nothing is asked for yet.
   *
   * @param base an address that {@link WebSeedUrl#parse} takes
   * @param trusted whether the user named it
   * @param blocks in the order of the content
   */
  public PartStream(
      WebSeedClient client, Metainfo torrent, URI base, boolean trusted, List<Block> blocks) {
    this.client = client;
    this.torrent = torrent;
    this.base = base;
    this.trusted = trusted;
    this.parts = WebPart.of(torrent, blocks).iterator();
  }

  /**
   * Reads some bytes, at least one, which may wait for the server.
   *
   * @throws IOException if the server does not give what was asked for
   */
  public int read(byte[] into, int from, int most) throws IOException {
    if (left == 0) {
      begin();
    }
    int wanted = (int) Math.min(left, most);
    if (part.isPadding()) {
      Arrays.fill(into, from, from + wanted, (byte) 0);
      left -= wanted;
      return wanted;
    }
    int count = body.read(into, from, wanted);
    if (count <= 0) {
      throw new WebSeedException(new FetchEnd.Later(WebFault.BROKEN));
    }
    left -= count;
    if (left == 0) {
      finish();
    }
    return count;
  }

  private void begin() throws IOException {
    part = parts.next();
    if (!part.isPadding()) {
      Optional<URI> address = WebSeedUrl.of(base, torrent, part.file());
      if (address.isEmpty()) {
        throw new WebSeedException(new FetchEnd.Never(WebFault.REFUSED));
      }
      long length = torrent.files().get(part.file()).length();
      body = client.open(address.get(), part, length, trusted, this::await);
      if (cancelled) {
        body.close();
      }
    }
    left = part.length();
  }

  private void await(CompletableFuture<?> awaited) {
    answer = awaited;
    if (cancelled) {
      awaited.cancel(true);
    }
  }

  /** The answer must end here; read to its end, its connection can be used again. */
  private void finish() throws IOException {
    try (InputStream done = body) {
      if (done.read() >= 0) {
        throw new WebSeedException(new FetchEnd.Never(WebFault.WRONG_ANSWER));
      }
    }
  }

  /** What a fault of {@link #read} means for the server. */
  public static FetchEnd end(IOException fault) {
    return WebSeedClient.end(fault);
  }

  /** Nothing more is read: whoever reads now fails. Any thread. */
  public void cancel() {
    cancelled = true;
    answer.cancel(true);
    close();
  }

  @Override
  public void close() {
    try {
      body.close();
    } catch (IOException e) {
      // The connection is gone either way.
      answer.cancel(true);
    }
  }
}
