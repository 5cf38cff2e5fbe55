package minibit.daemon.run;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import minibit.core.catalogue.CatalogueLimits;
import minibit.core.catalogue.CatalogueState;
import minibit.core.catalogue.Holding;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.MemberId;
import minibit.core.packed.BadPacked;
import minibit.core.packed.PackedReader;
import minibit.core.packed.PackedWriter;
import minibit.daemon.share.Shares;
import minibit.group.member.GroupMember;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Torrents of what other members hold: a torrent needs its pieces' hashes, which only holders have.
 * The question goes to the tracker, who knows the holders, and by it to one of them. What comes
 * back is a stranger's word until its info-hash was compared. Any thread; answering blocks.
 */
final class TorrentPost {
  /** The number under which a torrent is asked for. */
  static final int SERVICE = 66;

  /** Holders asked before it is given up: one may have gone, two seldom. */
  private static final int HOLDERS = 3;

  /** A holder reads its hashes from its store. */
  private static final long SECONDS = 4;

  private static final Logger log = LoggerFactory.getLogger(TorrentPost.class);

  private final Shares shares;
  private volatile Optional<GroupMember> member = Optional.empty();

  TorrentPost(Shares shares) {
    this.shares = shares;
  }

  /** From now on this member asks and answers. */
  void follow(GroupMember started) {
    member = Optional.of(started);
  }

  /** The torrent of a content under that name; empty bytes if nobody who holds it answers. */
  CompletableFuture<byte[]> ask(PiecesRoot root, String name) {
    byte[] question = new PackedWriter().raw(root.toBytes()).text(name).toBytes();
    return member
        .map(known -> known.relayToTracker(SERVICE, question))
        .orElseGet(
            () -> CompletableFuture.failedFuture(new IOException("this daemon has no group")));
  }

  /** Answers as a holder, or as the tracker asks the holders; nothing if nobody has it. */
  byte[] onRelay(byte[] question) {
    try {
      PackedReader in = new PackedReader(question);
      PiecesRoot root = PiecesRoot.of(in.raw(PiecesRoot.LENGTH));
      String name = in.text(CatalogueLimits.NAME_BYTES);
      in.end();
      return shares
          .byRoot(root)
          .map(local -> Torrents.file(local.torrent(name), List.of()))
          .orElseGet(() -> fromHolders(root, question));
    } catch (BadPacked e) {
      return new byte[0];
    }
  }

  private byte[] fromHolders(PiecesRoot root, byte[] question) {
    Optional<GroupMember> tracker = member.filter(GroupMember::isTracker);
    List<MemberId> holders =
        tracker
            .flatMap(GroupMember::voter)
            .map(voter -> voter.read(state -> holders(state, root)))
            .orElse(List.of());
    for (MemberId holder : holders) {
      byte[] torrent = from(tracker.orElseThrow(), holder, question);
      if (torrent.length > 0) {
        return torrent;
      }
    }
    return new byte[0];
  }

  private static List<MemberId> holders(CatalogueState state, PiecesRoot root) {
    return state.content(root).stream()
        .flatMap(content -> state.holders(content).stream())
        .map(Holding::member)
        .distinct()
        .limit(HOLDERS)
        .toList();
  }

  private static byte[] from(GroupMember tracker, MemberId holder, byte[] question) {
    if (holder.equals(tracker.id())) {
      return new byte[0];
    }
    try {
      return tracker.relay(holder, SERVICE, question).get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      log.debug("{} gives no torrent: {}", holder.brief(), String.valueOf(e.getMessage()));
      return new byte[0];
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new byte[0];
    }
  }
}
