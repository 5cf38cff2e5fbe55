package minibit.core.bencode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import minibit.core.bencode.BadBencode.Fault;
import org.jspecify.annotations.Nullable;

/** Reads one value. Keeps its own stack, so that nesting is limited by number, not by luck. */
final class Decoder {
  /** Field names repeat; a few slots share most of them. */
  private static final int SHARED_KEYS = 64;

  /** A length of more digits would not fit the input anyhow. */
  private static final int MAX_LENGTH_DIGITS = 10;

  private final byte[] input;
  private final int start;
  private final int end;
  private final Limits limits;
  private final Deque<Open> stack = new ArrayDeque<>();
  private final @Nullable BBytes[] sharedKeys = new @Nullable BBytes[SHARED_KEYS];
  private int at;
  private int values;

  /** Whether the value just read by {@link #integer} or {@link #string} stood in proper form. */
  private boolean proper = true;

  Decoder(byte[] input, int start, Limits limits) {
    this.input = input;
    this.start = start;
    this.end = input.length;
    this.limits = limits;
    this.at = start;
  }

  Decoded decode() throws BadBencode {
    if (end - start > limits.bytes()) {
      throw fault(Fault.TOO_LONG, start);
    }
    while (true) {
      Open open = stack.peek();
      if (open != null && open.wantsKey()) {
        if (peek() == 'e') {
          at++;
          stack.pop();
          BDict dict = open.dict(input, at);
          if (give(dict, dict.isCanonical())) {
            return done(dict, dict.isCanonical());
          }
        } else {
          open.key(key());
        }
        continue;
      }
      if (open != null && peek() == 'e') {
        if (open.isDict) {
          throw fault(Fault.KEY_WITHOUT_VALUE, at);
        }
        at++;
        stack.pop();
        BList list = open.list();
        if (give(list, list.isCanonical())) {
          return done(list, list.isCanonical());
        }
        continue;
      }
      count();
      int first = peek();
      if (first == 'd' || first == 'l') {
        if (stack.size() == limits.depth()) {
          throw fault(Fault.TOO_DEEP, at);
        }
        stack.push(new Open(first == 'd', at++));
        continue;
      }
      proper = true;
      BencodeValue value;
      if (first == 'i') {
        value = integer();
      } else if (isDigit(first)) {
        value = string();
      } else {
        throw fault(Fault.UNEXPECTED_BYTE, at);
      }
      if (give(value, proper)) {
        return done(value, proper);
      }
    }
  }

  /** Hands a finished value to the container it stands in; true if it stands in none. */
  private boolean give(BencodeValue value, boolean canonical) {
    Open open = stack.peek();
    if (open == null) {
      return true;
    }
    open.value(value, canonical);
    return false;
  }

  private Decoded done(BencodeValue value, boolean wellFormed) {
    return new Decoded(value, at, at < end, wellFormed);
  }

  private BBytes key() throws BadBencode {
    if (!isDigit(peek())) {
      throw fault(Fault.KEY_NOT_STRING, at);
    }
    count();
    proper = true;
    BBytes key = string();
    Open open = stack.element();
    open.canonical &= proper;
    int slot = key.hashCode() & SHARED_KEYS - 1;
    BBytes shared = sharedKeys[slot];
    if (shared != null && shared.equals(key)) {
      return shared;
    }
    sharedKeys[slot] = key;
    return key;
  }

  private BBytes string() throws BadBencode {
    int from = at;
    while (at < end && isDigit(input[at])) {
      at++;
    }
    int digits = at - from;
    if (at == end || input[at] != ':') {
      throw fault(at == end ? Fault.CUT_SHORT : Fault.BAD_LENGTH, at);
    }
    if (digits > 1 && input[from] == '0') {
      proper = false;
      while (digits > 1 && input[from] == '0') {
        from++;
        digits--;
      }
    }
    long length = digits > MAX_LENGTH_DIGITS ? Long.MAX_VALUE : Long.parseLong(ascii(from, at));
    at++;
    if (length > end - at) {
      throw fault(Fault.STRING_PAST_END, from);
    }
    at += (int) length;
    return new BBytes(input, at - (int) length, at);
  }

  private BencodeValue integer() throws BadBencode {
    int from = ++at;
    boolean negative = at < end && input[at] == '-';
    if (negative) {
      at++;
    }
    int digits = at;
    while (at < end && isDigit(input[at])) {
      at++;
    }
    if (at == end) {
      throw fault(Fault.CUT_SHORT, from);
    }
    if (at == digits || input[at] != 'e') {
      throw fault(Fault.BAD_INTEGER, at);
    }
    int last = at++;
    if (input[digits] == '0' && (negative || last - digits > 1)) {
      proper = false;
      while (last - digits > 1 && input[digits] == '0') {
        digits++;
      }
    }
    return number(negative, ascii(digits, last));
  }

  private static BencodeValue number(boolean negative, String digits) {
    String signed = negative ? "-" + digits : digits;
    if (digits.length() < 19) {
      return new BInt(Long.parseLong(signed));
    }
    String bound = negative ? "9223372036854775808" : "9223372036854775807";
    boolean fits = digits.length() == 19 && digits.compareTo(bound) <= 0;
    return fits ? new BInt(Long.parseLong(signed)) : new BHuge(signed);
  }

  private String ascii(int from, int to) {
    return new String(input, from, to - from, StandardCharsets.US_ASCII);
  }

  private void count() throws BadBencode {
    if (++values > limits.values()) {
      throw fault(Fault.TOO_MANY_VALUES, at);
    }
  }

  private int peek() throws BadBencode {
    if (at >= end) {
      throw fault(Fault.CUT_SHORT, at);
    }
    return input[at];
  }

  private static boolean isDigit(int letter) {
    return letter >= '0' && letter <= '9';
  }

  private BadBencode fault(Fault fault, int offset) {
    return new BadBencode(fault, offset);
  }

  /** A list or dictionary whose end has not come yet. */
  private static final class Open {
    final boolean isDict;
    final int start;
    final List<BBytes> keys;
    final ArrayList<BencodeValue> values = new ArrayList<>(4);
    boolean canonical = true;
    boolean sorted = true;

    Open(boolean isDict, int start) {
      this.isDict = isDict;
      this.start = start;
      this.keys = isDict ? new ArrayList<>(4) : List.of();
    }

    boolean wantsKey() {
      return isDict && keys.size() == values.size();
    }

    void key(BBytes key) {
      if (!keys.isEmpty() && keys.getLast().compareTo(key) >= 0) {
        sorted = false;
        canonical = false;
      }
      keys.add(key);
    }

    void value(BencodeValue value, boolean wasCanonical) {
      values.add(value);
      canonical &= wasCanonical;
    }

    BDict dict(byte[] input, int end) {
      return BDict.decoded(
          keys.toArray(new BBytes[0]),
          values.toArray(new BencodeValue[0]),
          sorted,
          canonical,
          new BBytes(input, start, end));
    }

    BList list() {
      values.trimToSize();
      return new BList(Collections.unmodifiableList(values), canonical);
    }
  }
}
