package minibit.daemon.api.model;

/**
 * A content as a link for any client.
 *
 * @param name of the content
 * @param magnet the link
 * @param infoHashV1 40 digits
 * @param infoHashV2 64 digits
 */
public record MagnetLink(String name, String magnet, String infoHashV1, String infoHashV2) {}
