package minibit.daemon.fetch.model;

import java.time.Instant;

/**
 * Something that happened to a transfer. Remote text in it is as it came: escape it before showing.
 *
 * @param at when
 * @param text one English line
 */
public record LogLine(Instant at, String text) {}
