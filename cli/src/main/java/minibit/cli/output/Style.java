package minibit.cli.output;

/** What a colour means here; used only where colours are welcome. */
public enum Style {
  /** No emphasis. */
  PLAIN(""),
  /** Headings. */
  HEADING("1"),
  /** What matters less: ids, units, hints. */
  FAINT("2"),
  /** Well: complete, present, verified. */
  GOOD("32"),
  /** To be looked at: partial, waiting. */
  WARNING("33"),
  /** Wrong: missing, refused, bad signature. */
  BAD("31"),
  /** Names one may type: commands, numbers of results. */
  HANDLE("36");

  private final String code;

  Style(String code) {
    this.code = code;
  }

  /** The text between the escapes that switch this on and everything off. */
  public String paint(String text) {
    return code.isEmpty() || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
