package minibit.daemon.fetch.store;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import minibit.core.id.InfoHash;
import minibit.core.id.InfoHashes;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.MemberId;
import minibit.core.identity.PublisherKey;
import minibit.core.words.Phrase;
import minibit.daemon.catalogue.Proof;
import minibit.daemon.catalogue.SearchQuery;
import minibit.daemon.engine.RateLimits;
import minibit.daemon.engine.TorrentStatus;
import minibit.daemon.fetch.model.FollowedQuery;
import minibit.daemon.fetch.model.GetOptions;
import minibit.daemon.fetch.model.Signature;
import minibit.daemon.fetch.model.Urgency;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Transfers and followed queries as they are written down: JSON of plain values. */
final class StoredJson {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private StoredJson() {}

  private record Transfer(
      String id,
      String kind,
      Optional<String> root,
      Optional<Signed> signed,
      boolean checked,
      Optional<byte[]> torrent,
      Optional<String> link,
      Optional<String> v1,
      Optional<String> v2,
      String name,
      String folder,
      Optional<String> savedAs,
      boolean found,
      List<String> from,
      long limitUp,
      long limitDown,
      String standing,
      long added,
      Optional<Long> completed,
      Optional<String> problem,
      Optional<String> message,
      Optional<Phrase> words,
      TransferTotals sums,
      @Nullable String urgency,
      @Nullable List<Integer> wishes) {}

  private record Signed(
      String key,
      String publisher,
      int place,
      byte[] leaf,
      byte[] path,
      byte[] signature,
      String name,
      long time) {}

  private record Followed(
      String id,
      SearchQuery query,
      @Nullable String folder,
      List<String> from,
      long limitUp,
      long limitDown,
      boolean paused,
      long since,
      long started) {}

  static byte[] bytes(TransferRow row) {
    Optional<Signed> signed = Optional.empty();
    boolean checked = true;
    switch (row.signature()) {
      case Signature.Unchecked() -> checked = false;
      case Signature.Unsigned() -> {}
      case Signature.Signed s -> signed = Optional.of(signed(s));
    }
    return MAPPER.writeValueAsBytes(
        new Transfer(
            row.id(),
            switch (row.origin()) {
              case TransferRow.Origin.Content _ -> "content";
              case TransferRow.Origin.File _ -> "torrent";
              case TransferRow.Origin.Link _ -> "magnet";
            },
            row.root().map(PiecesRoot::hex),
            signed,
            checked,
            row.origin() instanceof TransferRow.Origin.File(byte[] torrent)
                ? Optional.of(torrent)
                : Optional.empty(),
            row.origin() instanceof TransferRow.Origin.Link(String uri)
                ? Optional.of(uri)
                : Optional.empty(),
            row.hashes().v1().map(InfoHash::hex),
            row.hashes().v2().map(InfoHash::hex),
            row.name(),
            row.folder().toString(),
            row.savedAs(),
            row.found(),
            row.from().stream().map(MemberId::hex).toList(),
            row.limits().up(),
            row.limits().down(),
            row.standing().name(),
            row.added().toEpochMilli(),
            row.completed().map(Instant::toEpochMilli),
            row.problem().map(TorrentStatus.Problem::code),
            row.problem().map(TorrentStatus.Problem::message),
            row.problem().map(TorrentStatus.Problem::sentence).flatMap(Phrase::of),
            row.totals(),
            row.urgency().name(),
            row.wishes()));
  }

  private static Signed signed(Signature.Signed signature) {
    Proof proof = signature.proof();
    return new Signed(
        proof.key().hex(),
        signature.name(),
        proof.place(),
        proof.leaf(),
        proof.path(),
        proof.signature(),
        proof.name(),
        proof.time().toEpochMilli());
  }

  static TransferRow row(byte[] json) {
    Transfer kept = MAPPER.readValue(json, Transfer.class);
    return new TransferRow(
        kept.id(),
        origin(kept),
        new InfoHashes(kept.v1().map(InfoHash::ofHex), kept.v2().map(InfoHash::ofHex)),
        kept.name(),
        Path.of(kept.folder()),
        kept.savedAs(),
        kept.found(),
        members(kept.from()),
        new RateLimits(kept.limitUp(), kept.limitDown()),
        // Rows of earlier versions know neither.
        kept.wishes() == null ? List.of() : kept.wishes(),
        kept.urgency() == null ? Urgency.NORMAL : Urgency.valueOf(kept.urgency()),
        TransferRow.Standing.valueOf(kept.standing()),
        Instant.ofEpochMilli(kept.added()),
        kept.completed().map(Instant::ofEpochMilli),
        kept.problem()
            .map(
                code ->
                    new TorrentStatus.Problem(
                        code, Phrase.sentence(kept.words(), kept.message().orElse(code)))),
        kept.sums());
  }

  private static TransferRow.Origin origin(Transfer kept) {
    return switch (kept.kind()) {
      case "torrent" -> new TransferRow.Origin.File(kept.torrent().orElseThrow());
      case "magnet" -> new TransferRow.Origin.Link(kept.link().orElseThrow());
      default ->
          new TransferRow.Origin.Content(
              PiecesRoot.of(HexFormat.of().parseHex(kept.root().orElseThrow())), signature(kept));
    };
  }

  private static Signature signature(Transfer kept) {
    if (!kept.checked()) {
      return new Signature.Unchecked();
    }
    if (kept.signed().isEmpty()) {
      return new Signature.Unsigned();
    }
    Signed s = kept.signed().get();
    PublisherKey key = PublisherKey.of(HexFormat.of().parseHex(s.key()));
    return new Signature.Signed(
        key,
        s.publisher(),
        new Proof(
            key,
            s.place(),
            s.leaf(),
            s.path(),
            s.signature(),
            s.name(),
            Instant.ofEpochMilli(s.time())));
  }

  private static List<MemberId> members(List<String> ids) {
    return ids.stream().map(MemberId::ofHex).toList();
  }

  static byte[] bytes(FollowedQuery following) {
    GetOptions options = following.options();
    return MAPPER.writeValueAsBytes(
        new Followed(
            following.id(),
            following.query(),
            options.out().map(Path::toString).orElse(null),
            options.from().stream().map(MemberId::hex).toList(),
            options.limits().up(),
            options.limits().down(),
            options.paused(),
            following.since().toEpochMilli(),
            following.started()));
  }

  static FollowedQuery following(byte[] json) {
    Followed kept = MAPPER.readValue(json, Followed.class);
    return new FollowedQuery(
        kept.id(),
        kept.query(),
        new GetOptions(
            Optional.ofNullable(kept.folder()).map(Path::of),
            members(kept.from()),
            new RateLimits(kept.limitUp(), kept.limitDown()),
            kept.paused()),
        Instant.ofEpochMilli(kept.since()),
        kept.started());
  }
}
