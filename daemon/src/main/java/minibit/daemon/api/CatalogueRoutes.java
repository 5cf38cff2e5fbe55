package minibit.daemon.api;

import java.util.List;
import minibit.daemon.api.model.SearchToSave;
import minibit.daemon.api.model.TorrentFile;

/** What the group has: search, contents, members. */
final class CatalogueRoutes {
  private final Backend daemon;

  private CatalogueRoutes(Backend daemon) {
    this.daemon = daemon;
  }

  static List<Route> of(Backend daemon) {
    return new CatalogueRoutes(daemon).table();
  }

  private List<Route> table() {
    return List.of(
        Route.get(
                "search",
                call ->
                    Reply.json(
                        call.query().flag("facets")
                            ? daemon.searchWithFacets(call.query().search())
                            : daemon.search(call.query().search())))
            .query(
                "q",
                "type",
                "ext",
                "minSize",
                "maxSize",
                "member",
                "publisher",
                "after",
                "before",
                "sort",
                "offset",
                "limit",
                "facets"),
        Route.get("searches", _ -> Reply.json(daemon.searches())),
        Route.post("searches", call -> Reply.json(201, daemon.saveSearch(toSave(call.body()))))
            .keys("name", "query", "alert"),
        Route.delete(
            "searches/{search}",
            call -> {
              daemon.removeSearch(call.param("search"));
              return Reply.nothing();
            }),
        Route.get("files/{id}", call -> Reply.json(daemon.file(call.param("id")))),
        Route.get("files/{id}/holders", call -> Reply.json(daemon.holders(call.param("id")))),
        Route.get("files/{id}/torrent", call -> torrent(call.param("id"))),
        Route.get("files/{id}/magnet", call -> Reply.json(daemon.magnet(call.param("id")))),
        Route.get("members", _ -> Reply.json(daemon.members())),
        Route.get(
                "members/{member}/files",
                call -> Reply.json(daemon.browse(call.param("member"), call.query().page())))
            .query("offset", "limit"));
  }

  private Reply torrent(String id) {
    TorrentFile torrent = daemon.torrent(id);
    return Reply.file(TorrentFile.MEDIA_TYPE, torrent.name(), torrent.bytes());
  }

  private static SearchToSave toSave(BodyFields body) {
    return new SearchToSave(
        body.required("name", Routes.MAX_NAME), body.search("query"), body.flag("alert"));
  }
}
