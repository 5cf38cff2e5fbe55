package minibit.daemon.api.model;

import java.util.Optional;

/**
 * Everything that fits a query, to be fetched, fewest holders first.
 *
 * @param query what must fit; its page and order do not count
 * @param out folder to put it in, absolute; else the daemon's download folder
 * @param follow whether to go on with what appears later
 */
public record FetchAllRequest(SearchRequest query, Optional<String> out, boolean follow) {}
