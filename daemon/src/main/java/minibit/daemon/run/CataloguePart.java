package minibit.daemon.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import minibit.core.catalogue.CanonicalPieces;
import minibit.core.id.InfoHashes;
import minibit.core.identity.MemberId;
import minibit.core.metainfo.BadMetainfo;
import minibit.core.metainfo.Metainfo;
import minibit.core.metainfo.MetainfoParser;
import minibit.core.words.Sentence;
import minibit.daemon.api.model.ApiException;
import minibit.daemon.api.model.Candidate;
import minibit.daemon.api.model.Facets;
import minibit.daemon.api.model.FileDetail;
import minibit.daemon.api.model.FileResult;
import minibit.daemon.api.model.HolderList;
import minibit.daemon.api.model.MagnetLink;
import minibit.daemon.api.model.MemberList;
import minibit.daemon.api.model.Page;
import minibit.daemon.api.model.Role;
import minibit.daemon.api.model.SearchAnswer;
import minibit.daemon.api.model.SearchRequest;
import minibit.daemon.api.model.TorrentFile;
import minibit.daemon.catalogue.CatalogueDesk;
import minibit.daemon.catalogue.FoundContent;
import minibit.daemon.catalogue.Holder;
import minibit.daemon.catalogue.HolderView;
import minibit.daemon.catalogue.MemberView;
import minibit.daemon.catalogue.SearchHit;
import minibit.daemon.catalogue.SearchPage;
import minibit.daemon.catalogue.Signed;
import minibit.daemon.desk.SearchFacets;
import minibit.daemon.share.Shares;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the API says of the group's files and members. Any thread. */
final class CataloguePart {
  private static final Logger log = LoggerFactory.getLogger(CataloguePart.class);

  /** Files of a folder that is fetched at once: half of the transfers that are kept. */
  private static final int MAX_FOLDER = 10_000;

  private final CatalogueDesk desk;
  private final Shares shares;
  private final MemberId self;
  private final Supplier<List<String>> trackers;
  private final TorrentPost post;

  /**
   * The group through this desk.
   *
   * @param trackers announce addresses to write into torrents and links
   * @param post brings torrents of what others hold
   */
  CataloguePart(
      CatalogueDesk desk,
      Shares shares,
      MemberId self,
      Supplier<List<String>> trackers,
      TorrentPost post) {
    this.post = post;
    this.desk = desk;
    this.shares = shares;
    this.self = self;
    this.trackers = trackers;
  }

  SearchAnswer search(SearchRequest request) {
    SearchPage page = Waiting.on(desk.search(SearchQueries.of(request)));
    log.info("search '{}': {} found", request.q(), page.total());
    return answer(request.q(), page);
  }

  /** The same, and how many each narrower question would leave, and folders. */
  SearchAnswer searchWithFacets(SearchRequest request) {
    SearchAnswer answer = search(request);
    SearchPage first =
        Waiting.on(desk.search(SearchQueries.of(request.with(new Page(0, Facets.COUNTED)))));
    return answer.with(
        SearchFacets.facets(first.hits()), SearchFacets.folders(request.q(), first.hits()));
  }

  /** What a member has in a folder, with all folders in it: at most {@link #MAX_FOLDER}. */
  List<SearchHit> folder(String member, String path) {
    List<SearchHit> found = new ArrayList<>();
    String inside = path.endsWith("/") ? path : path + "/";
    int offset = 0;
    SearchPage page;
    do {
      page = Waiting.on(desk.browse(member, offset, Page.MAX));
      for (SearchHit hit : page.hits()) {
        if (hit.path().startsWith(inside)) {
          found.add(hit);
        }
      }
      if (found.size() > MAX_FOLDER) {
        throw ApiException.conflict(
            "too-many",
            Sentence.of(
                "folder-too-large",
                "{0} has more than {1} files: get it in parts",
                path,
                MAX_FOLDER));
      }
      offset = page.next();
    } while (!page.hits().isEmpty() && offset < page.total());
    if (found.isEmpty()) {
      throw ApiException.notFound(
          "no-such-folder",
          Sentence.of("member-no-folder", "{0} shares no folder {1}", member, path));
    }
    return found;
  }

  private static SearchAnswer answer(String query, SearchPage page) {
    return SearchAnswer.plain(
        query,
        page.total(),
        page.offset(),
        page.stale(),
        page.hits().stream().map(CataloguePart::result).toList());
  }

  private static FileResult result(SearchHit hit) {
    return new FileResult(
        hit.root().hex(),
        hit.name(),
        hit.path(),
        hit.size(),
        hit.mediaType(),
        hit.root().hex(),
        hit.v1().hex(),
        hit.v2().hex(),
        hit.have(),
        hit.signedBy().map(CataloguePart::signedBy),
        hit.holders().stream().map(CataloguePart::holder).toList(),
        hit.registered());
  }

  static FileResult.SignedBy signedBy(Signed signed) {
    return new FileResult.SignedBy(signed.key().hex(), signed.name(), signed.valid());
  }

  private static FileResult.HolderRef holder(Holder holder) {
    return new FileResult.HolderRef(holder.name(), holder.member().hex(), holder.complete());
  }

  private static FileResult result(FoundContent content) {
    FoundContent.Name name = content.name();
    return new FileResult(
        content.root().hex(),
        name.name(),
        name.name(),
        content.size(),
        name.mediaType(),
        content.root().hex(),
        name.v1().hex(),
        name.v2().hex(),
        content.have(),
        content.signedBy().map(CataloguePart::signedBy),
        content.holders().stream().map(CataloguePart::holder).toList(),
        content.registered());
  }

  /** The one content an id or name means; several are refused with what they are. */
  FoundContent one(String idOrName) {
    List<FoundContent> found = Waiting.on(desk.find(idOrName));
    if (found.isEmpty()) {
      throw Nearby.notFound(desk, idOrName);
    }
    if (found.size() > 1) {
      throw ApiException.ambiguous(idOrName, found.stream().map(CataloguePart::candidate).toList());
    }
    return found.getFirst();
  }

  private static Candidate candidate(FoundContent content) {
    return new Candidate(
        content.root().hex(),
        content.name().name(),
        content.size(),
        content.name().mediaType(),
        content.holderCount());
  }

  FileDetail file(String id) {
    FoundContent content = one(id);
    return new FileDetail(
        result(content),
        CanonicalPieces.length(content.size()),
        CanonicalPieces.count(content.size()),
        Torrents.magnet(content.named(), trackers.get()).uri(),
        Publications.of(content));
  }

  HolderList holders(String id) {
    FoundContent content = one(id);
    List<HolderView> holders = Waiting.on(desk.holders(content.root()));
    return new HolderList(
        content.root().hex(),
        content.name().name(),
        content.size(),
        holders.stream().map(CataloguePart::holder).toList());
  }

  private static HolderList.Holder holder(HolderView holder) {
    return new HolderList.Holder(
        holder.name(),
        holder.member().hex(),
        holder.peers().stream().map(Object::toString).toList(),
        holder.lastSeen(),
        holder.have(),
        holder.pieces(),
        holder.complete());
  }

  TorrentFile torrent(String id) {
    FoundContent content = one(id);
    String name = content.name().name();
    Metainfo torrent =
        shares
            .byRoot(content.root())
            .map(local -> local.torrent(name))
            .orElseGet(() -> fromHolder(content));
    return new TorrentFile(name + ".torrent", Torrents.file(torrent, trackers.get()));
  }

  /** Asked of somebody who holds it; only what has the info-hash of the catalogue is taken. */
  private Metainfo fromHolder(FoundContent content) {
    String name = content.name().name();
    byte[] bytes = Waiting.on(post.ask(content.root(), name));
    if (bytes.length == 0) {
      throw ApiException.conflict(
          "not-held",
          Sentence.of(
              "no-hashes",
              "the torrent of {0} needs its hashes, and nobody who holds it answers; its magnet link works without",
              name));
    }
    try {
      Metainfo torrent = MetainfoParser.parseTorrent(bytes);
      if (torrent.hashes().equals(InfoHashes.hybrid(content.name().v1(), content.name().v2()))) {
        return torrent;
      }
    } catch (BadMetainfo e) {
      log.warn("a holder's torrent of {} is none: {}", name, e.getMessage());
    }
    throw ApiException.verificationFailed(
        "bad-torrent",
        Sentence.of("other-torrent", "what a holder sent as the torrent of {0} is another", name));
  }

  MagnetLink magnet(String id) {
    FoundContent content = one(id);
    return new MagnetLink(
        content.name().name(),
        Torrents.magnet(content.named(), trackers.get()).uri(),
        content.name().v1().hex(),
        content.name().v2().hex());
  }

  SearchAnswer browse(String member, Page page) {
    return answer("", Waiting.on(desk.browse(member, page.offset(), page.limit())));
  }

  MemberList members() {
    List<MemberView> members = Waiting.on(desk.members());
    boolean headless = members.stream().noneMatch(view -> view.role() == MemberView.Role.TRACKER);
    return new MemberList(
        headless,
        members.stream()
            .sorted(
                Comparator.comparing((MemberView view) -> view.role() != MemberView.Role.TRACKER)
                    .thenComparing(MemberView::name))
            .map(this::member)
            .toList());
  }

  /** The id of the one member that a name, or the first digits of an id, means. */
  MemberId member(String named) {
    return Waiting.on(desk.members(List.of(named))).getFirst().id();
  }

  private MemberList.Member member(MemberView view) {
    List<String> addresses = view.peers().stream().map(Object::toString).toList();
    return new MemberList.Member(
        view.name(),
        view.id().hex(),
        addresses.isEmpty() ? "" : addresses.getFirst(),
        addresses,
        switch (view.role()) {
          case TRACKER -> Role.TRACKER;
          case VOTER -> Role.VOTER;
          case MEMBER -> Role.MEMBER;
        },
        view.files(),
        view.bytes(),
        view.lastSeen(),
        view.uptime().toMillis() / 1000.0,
        view.present(),
        view.id().equals(self));
  }
}
