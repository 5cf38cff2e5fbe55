package minibit.daemon.api.model;

/**
 * A member whose records are to be dropped.
 *
 * @param member its name or the first digits of its id
 */
public record ForgetRequest(String member) {}
