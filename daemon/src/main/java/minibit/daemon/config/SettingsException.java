package minibit.daemon.config;

import java.io.Serial;

/**
 * Settings that cannot be obeyed. The message is one English sentence that begins with where: file
 * and line, variable or flag, and key.
 */
public final class SettingsException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final String code;

  SettingsException(String code, String message) {
    super(message);
    this.code = code;
  }

  /**
   * Stable: {@code bad-toml}, {@code unknown-setting}, {@code bad-setting}, {@code
   * settings-disagree}.
   */
  public String code() {
    return code;
  }
}
