package minibit.daemon.api.model;

/**
 * A run that began.
 *
 * @param id names it
 */
public record LaboratoryStart(String id) {}
