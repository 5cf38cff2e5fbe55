package minibit.daemon.webseed;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import minibit.core.metainfo.Metainfo;
import minibit.core.metainfo.TorrentFile;
import minibit.core.piece.Block;
import minibit.core.webseed.FetchEnd;
import minibit.core.webseed.WebFault;
import minibit.core.webseed.WebPart;

/**
 * The bytes of blocks that follow each other, from a web seed: one request a file, padding made
 * here. Of a server that sends whole files only, what comes before is passed over, and what comes
 * after is left for the next run. One thread reads; any may cancel.
 */
public final class PartStream implements AutoCloseable {
  /**
   * Bytes of a file that are passed over for one request: a server that sends whole files only and
   * breaks off late in a larger one is no way to come by its end.
   */
  static final long MAX_PASSED = 4L << 30;

  private final WebSeedClient client;
  private final Metainfo torrent;
  private final URI base;
  private final boolean trusted;
  private final Iterator<WebPart> parts;
  private WebPart part = new WebPart(WebPart.ZEROS, 0, 1);
  private long left;
  private final Optional<Remainder> wholeFiles;
  private volatile FileBody body = FileBody.NONE;
  private volatile CompletableFuture<?> answer = new CompletableFuture<>();
  private volatile boolean cancelled;

  /**
   * Nothing is asked for yet.
   *
   * @param base an address that {@link WebSeedUrl#parse} takes
   * @param trusted whether the user named it
   * @param blocks in the order of the content
   * @param wholeFiles what an earlier run left, if the server sends whole files only
   */
  public PartStream(
      WebSeedClient client,
      Metainfo torrent,
      URI base,
      boolean trusted,
      List<Block> blocks,
      Optional<Remainder> wholeFiles) {
    this.client = client;
    this.torrent = torrent;
    this.base = base;
    this.trusted = trusted;
    this.parts = WebPart.of(torrent, blocks).iterator();
    this.wholeFiles = wholeFiles;
  }

  /**
   * Passes over some bytes that come before the next that {@link #read} gives, which may wait for
   * the server.
   *
   * @return how many; 0 if nothing is left to pass over
   * @throws IOException if the server does not give what was asked for
   */
  public int pass(byte[] scratch, int most) throws IOException {
    if (left == 0) {
      begin();
    }
    long before = part.isPadding() ? 0 : part.from() + part.length() - left - body.position();
    if (before <= 0) {
      return 0;
    }
    return count(body.read(scratch, 0, (int) Math.min(before, Math.min(most, scratch.length))));
  }

  /**
   * Reads some bytes, at least one, which may wait for the server; once nothing is left to {@link
   * #pass} over.
   *
   * @throws IOException if the server does not give what was asked for
   */
  public int read(byte[] into, int from, int most) throws IOException {
    int wanted = (int) Math.min(left, most);
    if (part.isPadding()) {
      Arrays.fill(into, from, from + wanted, (byte) 0);
      left -= wanted;
      return wanted;
    }
    int count = count(body.read(into, from, wanted));
    left -= count;
    if (left == 0) {
      finish();
    }
    return count;
  }

  private static int count(int read) throws IOException {
    if (read <= 0) {
      throw new WebSeedException(new FetchEnd.Later(WebFault.BROKEN));
    }
    return read;
  }

  private void begin() throws IOException {
    part = parts.next();
    if (!part.isPadding()) {
      body.close();
      try {
        body = open();
      } catch (WebSeedException e) {
        throw new WebSeedException(ofOneFile(e.end()));
      }
      if (cancelled) {
        body.close();
      }
    }
    left = part.length();
  }

  private FileBody open() throws IOException {
    Optional<FileBody> rest = wholeFiles.flatMap(kept -> kept.take(part.file(), part.from()));
    if (rest.isPresent()) {
      return rest.get();
    }
    Optional<URI> address = WebSeedUrl.of(base, torrent, part.file());
    if (address.isEmpty()) {
      throw new WebSeedException(new FetchEnd.Never(WebFault.REFUSED));
    }
    long length = torrent.files().get(part.file()).length();
    FileBody fresh = client.open(address.get(), part, length, trusted, this::await);
    boolean inPart = fresh.position() == part.from() && fresh.endsAt(part.from() + part.length());
    boolean tooFar = part.from() - fresh.position() > MAX_PASSED;
    if (!inPart && (wholeFiles.isEmpty() || tooFar)) {
      fresh.close();
      throw new WebSeedException(
          tooFar ? new FetchEnd.Never(WebFault.NO_RANGES) : new FetchEnd.WholeFiles());
    }
    return fresh;
  }

  /** Where there are several files, one that is missing says nothing of the others. */
  private FetchEnd ofOneFile(FetchEnd end) {
    if (!torrent.isFolder()
        || !(end instanceof FetchEnd.Never(WebFault fault))
        || !fault.isOfOneFile()) {
      return end;
    }
    TorrentFile file = torrent.files().get(part.file());
    int length = torrent.geometry().pieceLength();
    return new FetchEnd.Lacking(
        fault, (int) (file.offset() / length), (int) ((file.end() - 1) / length));
  }

  private void await(CompletableFuture<?> awaited) {
    answer = awaited;
    if (cancelled) {
      awaited.cancel(true);
    }
  }

  /**
   * An answer must end where it said; read to its end, its connection can be used again. Of a whole
   * file the rest waits for the next run.
   */
  private void finish() throws IOException {
    FileBody done = body;
    if (!done.isAtEnd()) {
      if (!parts.hasNext() && !cancelled) {
        body = FileBody.NONE;
        wholeFiles.orElseThrow().keep(done);
      }
      return;
    }
    try (done) {
      if (!done.isOver()) {
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
