package minibit.daemon.api.model;

/**
 * A question to be kept.
 *
 * @param name for people
 * @param query what is asked; its page does not count
 * @param alert whether it is asked again and again, and what is new told
 */
public record SearchToSave(String name, SearchRequest query, boolean alert) {}
