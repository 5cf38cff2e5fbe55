package minibit.core.picker;

import java.util.List;
import minibit.core.piece.Bitfield;

/**
 * A peer that has room for requests, as the picker sees it.
 *
 * @param number the connection's number
 * @param has the pieces it announced; only read
 * @param peerChoking whether it serves nothing but {@code allowedFast}
 * @param alone whether it must share no piece with others, because one of them sent corrupt data
 * @param allowedFast pieces it serves while choking (BEP 6)
 * @param suggested pieces it would like to serve (BEP 6)
 */
public record Puller(
    long number,
    Bitfield has,
    boolean peerChoking,
    boolean alone,
    List<Integer> allowedFast,
    List<Integer> suggested) {
  /** A peer that serves all it has. */
  public static Puller of(long number, Bitfield has) {
    return new Puller(number, has, false, false, List.of(), List.of());
  }
}
