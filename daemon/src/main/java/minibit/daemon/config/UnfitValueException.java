package minibit.daemon.config;

import java.io.Serial;

/** A text is no value of a setting's kind; the message goes on from "KEY ". */
final class UnfitValueException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  UnfitValueException(String message) {
    super(message);
  }
}
