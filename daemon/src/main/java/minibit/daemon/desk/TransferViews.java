package minibit.daemon.desk;

import java.time.Duration;
import java.util.Optional;
import minibit.core.id.InfoHash;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.MemberId;
import minibit.daemon.api.model.FileResult;
import minibit.daemon.api.model.Limits;
import minibit.daemon.api.model.Priority;
import minibit.daemon.api.model.Transfer;
import minibit.daemon.api.model.TransferAction;
import minibit.daemon.api.model.TransferDetail;
import minibit.daemon.engine.RateLimits;
import minibit.daemon.engine.TorrentStatus;
import minibit.daemon.fetch.model.Signature;
import minibit.daemon.fetch.model.TransferChange;
import minibit.daemon.fetch.model.TransferDetails;
import minibit.daemon.fetch.model.TransferState;
import minibit.daemon.fetch.model.TransferView;
import minibit.daemon.fetch.model.Urgency;

/** Transfers in the words of the API. */
public final class TransferViews {
  private TransferViews() {}

  /** A transfer. */
  public static Transfer transfer(TransferView view) {
    return new Transfer(
        view.id(),
        view.name(),
        state(view.state()),
        view.folder().toString(),
        view.root().map(PiecesRoot::hex),
        view.hashes().v1().map(InfoHash::hex),
        view.hashes().v2().map(InfoHash::hex),
        view.total(),
        view.done(),
        view.pieces(),
        view.piecesHave(),
        view.missing(),
        view.down(),
        view.up(),
        view.downloaded(),
        view.uploaded(),
        view.wasted(),
        view.peers(),
        view.knownPeers(),
        timeLeft(view.timeLeft()),
        view.added(),
        view.completed(),
        signedBy(view.signature()),
        view.from().stream().map(MemberId::hex).toList(),
        limits(view.limits()),
        priority(view.urgency()),
        view.problem().map(problem -> new Transfer.Trouble(problem.code(), problem.sentence())));
  }

  /** What a transfer is busy with. */
  public static Transfer.State state(TransferState state) {
    return switch (state) {
      case QUEUED -> Transfer.State.QUEUED;
      case METADATA -> Transfer.State.METADATA;
      case CHECKING -> Transfer.State.CHECKING;
      case DOWNLOADING -> Transfer.State.DOWNLOADING;
      case SEEDING -> Transfer.State.SEEDING;
      case PAUSED -> Transfer.State.PAUSED;
      case FAILED -> Transfer.State.FAILED;
      case DONE -> Transfer.State.DONE;
    };
  }

  private static Priority priority(Urgency urgency) {
    return switch (urgency) {
      case HIGH -> Priority.HIGH;
      case NORMAL -> Priority.NORMAL;
      case LOW -> Priority.LOW;
    };
  }

  private static Urgency urgency(Priority priority) {
    return switch (priority) {
      case HIGH -> Urgency.HIGH;
      case NORMAL -> Urgency.NORMAL;
      case LOW -> Urgency.LOW;
    };
  }

  /** An action as the transfers take it. */
  public static TransferChange change(TransferAction action) {
    return switch (action.action()) {
      case PAUSE -> new TransferChange.Pause();
      case RESUME -> new TransferChange.Resume();
      case REMOVE -> new TransferChange.Remove(action.data());
      case LIMIT -> new TransferChange.Limit(rates(new Limits(action.up(), action.down())));
      case PRIORITY -> new TransferChange.Urge(urgency(action.priority().orElse(Priority.NORMAL)));
      case VERIFY -> new TransferChange.Verify();
    };
  }

  private static double timeLeft(Optional<Duration> left) {
    return left.map(time -> time.toMillis() / 1000.0).orElse(-1.0);
  }

  private static Optional<FileResult.SignedBy> signedBy(Signature signature) {
    return switch (signature) {
      case Signature.Unchecked() -> Optional.empty();
      case Signature.Unsigned() -> Optional.empty();
      case Signature.Signed signed ->
          Optional.of(new FileResult.SignedBy(signed.key().hex(), signed.name(), true));
    };
  }

  /** Bounds of speed. */
  public static Limits limits(RateLimits rates) {
    return new Limits(limit(rates.up()), limit(rates.down()));
  }

  private static Optional<Long> limit(long rate) {
    return rate == RateLimits.UNLIMITED ? Optional.empty() : Optional.of(rate);
  }

  /** Bounds of speed, as they are asked for. */
  public static RateLimits rates(Limits limits) {
    return new RateLimits(
        limits.up().orElse(RateLimits.UNLIMITED), limits.down().orElse(RateLimits.UNLIMITED));
  }

  /** A transfer, its peers and its trackers. */
  public static TransferDetail detail(TransferDetails details) {
    return new TransferDetail(
        transfer(details.transfer()),
        details.peers().stream()
            .map(peer -> PeerWords.peer(peer, details.transfer().pieces()))
            .toList(),
        details.trackers().stream().map(TransferViews::tracker).toList());
  }

  private static TransferDetail.Tracker tracker(TorrentStatus.TrackerStatus tracker) {
    return new TransferDetail.Tracker(
        tracker.url(),
        tracker.tier(),
        tracker.ok(),
        tracker.message(),
        tracker.seeders(),
        tracker.leechers());
  }
}
