package minibit.core.bencode;

import java.util.regex.Pattern;

/**
 * An integer that 64 bits do not hold. Legal, and of no use to any field: kept so that encoding
 * gives back what was read.
 *
 * @param digits decimal, a minus sign first if negative, no leading zeros
 */
public record BHuge(String digits) implements BencodeValue {
  private static final Pattern FORM = Pattern.compile("-?[1-9][0-9]{18,}");

  /** Checks the form of the digits. */
  public BHuge {
    if (!FORM.matcher(digits).matches()) {
      throw new IllegalArgumentException("no huge integer: " + digits);
    }
  }
}
