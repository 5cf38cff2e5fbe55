package minibit.daemon.run;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import minibit.core.id.InfoHashes;
import minibit.core.words.Sentence;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.Page;
import minibit.daemon.api.model.ShareFileList;
import minibit.daemon.api.model.ShareList;
import minibit.daemon.api.model.Status;
import minibit.daemon.desk.FolderBrowser;
import minibit.daemon.share.LocalFile;
import minibit.daemon.share.ShareException;
import minibit.daemon.share.ShareTotals;
import minibit.daemon.share.ShareView;
import minibit.daemon.share.Shares;

/** What the API says of this daemon's own shares. Any thread. */
final class SharesPart {
  private final Shares shares;
  private final FolderBrowser browser;

  /**
   * The shares.
   *
   * @param roots folders that may be browsed, beside those that are shared
   */
  SharesPart(Shares shares, List<Path> roots) {
    this.shares = shares;
    this.browser =
        new FolderBrowser(
            () -> Stream.concat(roots.stream(), folders().stream()).toList(), this::folders);
  }

  private List<Path> folders() {
    return shares.shares().stream().map(ShareView::path).toList();
  }

  FolderBrowser browser() {
    return browser;
  }

  ShareList list() {
    ShareTotals totals = shares.totals();
    return new ShareList(
        shares.shares().stream().map(SharesPart::share).toList(),
        totals.files(),
        totals.bytes(),
        totals.waitingFiles(),
        totals.waitingBytes(),
        timeLeft(totals.timeLeft(), totals.waitingFiles() > 0 || totals.scanning()));
  }

  private static ShareList.Share share(ShareView view) {
    boolean busy = view.state() == ShareView.State.SCANNING || view.hashedFiles() < view.files();
    return new ShareList.Share(
        view.path().toString(),
        view.kind() == ShareView.Kind.FILE ? "" : view.name(),
        view.files(),
        view.bytes(),
        view.hashedFiles(),
        view.hashedBytes(),
        view.failed(),
        timeLeft(view.timeLeft(), busy),
        switch (view.state()) {
          case SCANNING -> ShareList.State.SCANNING;
          case HASHING -> ShareList.State.HASHING;
          case READY -> ShareList.State.READY;
          case MISSING -> ShareList.State.MISSING;
        },
        view.skipped(),
        view.troubles().stream()
            .map(
                trouble ->
                    new ShareList.Trouble(
                        trouble.path().toString(), trouble.code(), trouble.message()))
            .toList());
  }

  /** 0 when nothing waits, -1 when nobody can say. */
  private static double timeLeft(Optional<Duration> known, boolean busy) {
    return known.map(left -> left.toMillis() / 1000.0).orElse(busy ? -1.0 : 0.0);
  }

  ShareList.Share add(String text) {
    Path path = path(text);
    try {
      shares.add(path);
    } catch (ShareException e) {
      throw refused(e);
    }
    return shares.shares().stream()
        .filter(view -> view.path().equals(path))
        .findFirst()
        .map(SharesPart::share)
        .orElseThrow(
            () ->
                ApiException.failed(
                    "share-failed", Sentence.of("share-gone", "the share is gone: {0}", path)));
  }

  void remove(String text) {
    if (!shares.remove(path(text))) {
      throw ApiException.notFound(
          "not-shared", Sentence.of("not-shared", "{0} is not shared", text));
    }
  }

  ShareList refresh() {
    var unused = shares.refresh();
    return list();
  }

  private static Path path(String text) {
    try {
      Path path = Path.of(text);
      if (path.isAbsolute()) {
        return path.normalize();
      }
    } catch (InvalidPathException e) {
      throw ApiException.badRequest(
          "bad-path", Sentence.of("no-path-here", "not a path of this system: {0}", text));
    }
    throw ApiException.badRequest(
        "bad-path", Sentence.of("path-not-absolute", "the path must be absolute: {0}", text));
  }

  private static ApiException refused(ShareException failure) {
    Sentence sentence = failure.sentence();
    String code = failure.code().id();
    return switch (failure.code()) {
      case NOT_FOUND -> ApiException.notFound(code, sentence);
      case NOT_READABLE -> new ApiException(403, code, sentence);
      // The request is understood: what it names is none that can be shared.
      case ALREADY_SHARED, INSIDE_HOME, NOT_A_FILE, NO_NAME, TOO_MANY_SHARES, EMPTY_FILE ->
          ApiException.conflict(code, sentence);
      case STORE_FAILED -> ApiException.failed(code, sentence);
    };
  }

  ShareFileList files(String filter, Page page) {
    return new ShareFileList(
        shares.count(filter),
        page.offset(),
        shares.files(filter, page.offset(), page.limit()).stream().map(this::file).toList());
  }

  private ShareFileList.ShareFile file(LocalFile file) {
    Optional<InfoHashes> hashes = file.hashes().filter(known -> file.size() > 0);
    return new ShareFileList.ShareFile(
        file.name(),
        file.path(),
        file.file().toString(),
        file.size(),
        file.mediaType(),
        file.root().isPresent() ? ShareFileList.State.READY : ShareFileList.State.WAITING,
        file.root().map(Object::toString),
        hashes.flatMap(InfoHashes::v1).map(hash -> hash.hex()),
        hashes.flatMap(InfoHashes::v2).map(hash -> hash.hex()),
        Optional.empty());
  }

  Status.Shares summary() {
    ShareTotals totals = shares.totals();
    return new Status.Shares(
        totals.files(),
        totals.bytes(),
        totals.waitingFiles(),
        totals.waitingBytes(),
        timeLeft(totals.timeLeft(), totals.waitingFiles() > 0 || totals.scanning()));
  }

  /** Folders and files that are shared, in words for the log. */
  List<String> paths() {
    return shares.shares().stream().map(view -> view.path().toString()).toList();
  }
}
