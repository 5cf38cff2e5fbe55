package minibit.core.wire;

/** Why a connection ended. The first group is the peer's fault, the second nobody's. */
public enum CloseReason {
  /** Bytes that are no handshake, or an encrypted one where we speak none. */
  NOT_A_HANDSHAKE,
  /** An encrypted handshake that does not hold, or offers nothing that we take. */
  BAD_ENCRYPTION,
  /** A plain handshake where we take encrypted ones only. */
  NOT_ENCRYPTED,
  /** A handshake for a torrent we do not have. */
  UNKNOWN_TORRENT,
  /** A message longer than its kind allows. */
  OVERSIZE_MESSAGE,
  /** A message that does not fit its kind's form. */
  MALFORMED_MESSAGE,
  /** A bitfield of the wrong length, with spare bits, or not straight after the handshake. */
  BAD_BITFIELD,
  /** A piece index beyond the torrent. */
  PIECE_OUT_OF_RANGE,
  /** A block beyond its piece, or longer than we serve. */
  BLOCK_OUT_OF_RANGE,
  /** A block that was not asked for. */
  UNASKED_BLOCK,
  /** A message of an extension that was not agreed on. */
  NOT_NEGOTIATED,
  /** More requests or messages than any fair peer sends. */
  FLOOD,
  /** Sent data that did not pass its hash. */
  CORRUPT_DATA,
  /** Said nothing for too long. */
  SILENCE,
  /** Banned earlier. */
  BANNED,

  /** The peer is ourselves. */
  SELF,
  /** A second connection to one peer. */
  DUPLICATE,
  /** Both ends have everything. */
  BOTH_SEED,
  /** More connections than allowed, or a better peer wants the place. */
  NO_ROOM,
  /** Connecting took too long or failed. */
  CONNECT_FAILED,
  /** The peer closed, or the network did. */
  REMOTE_CLOSED,
  /** We stop. */
  SHUTDOWN,
}
