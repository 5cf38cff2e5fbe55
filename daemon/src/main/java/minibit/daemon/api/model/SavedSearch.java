package minibit.daemon.api.model;

/**
 * A question that is kept.
 *
 * @param id names it
 * @param name for people
 * @param query what is asked; its page does not count
 * @param alert whether it is asked again and again, and what is new told
 * @param seen matches that were told since it was saved
 */
public record SavedSearch(String id, String name, SearchRequest query, boolean alert, long seen) {}
