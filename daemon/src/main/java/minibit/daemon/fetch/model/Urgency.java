package minibit.daemon.fetch.model;

/** Whether a transfer gets its turn before or after others that wait; it changes no speed. */
public enum Urgency {
  /** Before the others. */
  HIGH,
  /** Like any other. */
  NORMAL,
  /** After the others. */
  LOW
}
