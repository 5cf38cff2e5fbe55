package minibit.daemon.tracker;

import java.io.IOException;
import java.io.Serial;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** A response's body up to so many bytes; one that is larger fails with {@link TooLarge}. */
final class CappedBody implements BodySubscriber<byte[]> {
  private final BodySubscriber<byte[]> bytes = BodySubscribers.ofByteArray();
  private final long limit;
  private long taken;
  private Flow.@Nullable Subscription source;

  CappedBody(long limit) {
    this.limit = limit;
  }

  /** There are more bytes than are read. */
  static final class TooLarge extends IOException {
    @Serial private static final long serialVersionUID = 1L;

    private final String sentence;

    TooLarge(long limit) {
      this("the answer is larger than " + limit + " bytes");
    }

    private TooLarge(String sentence) {
      super(sentence);
      this.sentence = sentence;
    }

    String sentence() {
      return sentence;
    }
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return bytes.getBody();
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    source = subscription;
    bytes.onSubscribe(subscription);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      taken += buffer.remaining();
    }
    if (taken <= limit) {
      bytes.onNext(buffers);
    } else if (source != null) {
      source.cancel();
      source = null;
      bytes.onError(new TooLarge(limit));
    }
  }

  @Override
  public void onError(Throwable error) {
    bytes.onError(error);
  }

  @Override
  public void onComplete() {
    bytes.onComplete();
  }
}
