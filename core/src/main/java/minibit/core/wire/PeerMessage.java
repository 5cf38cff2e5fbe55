package minibit.core.wire;

import java.util.List;
import minibit.core.id.PiecesRoot;
import minibit.core.piece.Block;

/** What one peer tells another after the handshake: a closed set (BEP 3, 5, 6, 10, 52, 54). */
public sealed interface PeerMessage {
  /** Nothing, so that the connection stays open. */
  record KeepAlive() implements PeerMessage {}

  /** I will not serve you. */
  record Choke() implements PeerMessage {}

  /** Ask, and I serve. */
  record Unchoke() implements PeerMessage {}

  /** You have something I want. */
  record Interested() implements PeerMessage {}

  /** You have nothing I want. */
  record NotInterested() implements PeerMessage {}

  /** I have this piece now. */
  record Have(int piece) implements PeerMessage {}

  /** The pieces I have, in wire form; its length is checked once the torrent's size is known. */
  record BitfieldMessage(byte[] bits) implements PeerMessage {}

  /** Send me this block. */
  record Request(Block block) implements PeerMessage {}

  /** The header of a block; its payload stays with the connection. */
  record Piece(Block block) implements PeerMessage {}

  /** No longer send this block. */
  record Cancel(Block block) implements PeerMessage {}

  /** My DHT node listens here (BEP 5). */
  record Port(int port) implements PeerMessage {}

  /** You might take this piece first (BEP 6). */
  record Suggest(int piece) implements PeerMessage {}

  /** I have every piece (BEP 6). */
  record HaveAll() implements PeerMessage {}

  /** I have no piece (BEP 6). */
  record HaveNone() implements PeerMessage {}

  /** I will not send this block (BEP 6). */
  record Reject(Block block) implements PeerMessage {}

  /** You may ask for this piece while choked (BEP 6). */
  record AllowedFast(int piece) implements PeerMessage {}

  /**
   * A message of the extension protocol (BEP 10).
   *
   * @param id 0 for the handshake, else as the receiver declared it
   * @param payload everything after the id
   */
  record Extended(int id, byte[] payload) implements PeerMessage {}

  /** Send me hashes of a file's tree (BEP 52). */
  record HashRequest(HashRange range) implements PeerMessage {}

  /** The hashes asked for, then the proof: 32 bytes each (BEP 52). */
  record Hashes(HashRange range, List<byte[]> hashes) implements PeerMessage {}

  /** I will not send those hashes (BEP 52). */
  record HashReject(HashRange range) implements PeerMessage {}

  /** A message whose id nobody knows: passed over (BEP 3). */
  record Unknown(int id, int length) implements PeerMessage {}

  /**
   * Hashes of one file's tree, as three messages name them (BEP 52).
   *
   * @param root the file's pieces root, 32 bytes
   * @param baseLayer the layer asked for, 0 being the leaves
   * @param index the first hash within that layer
   * @param length how many hashes
   * @param proofLayers how many layers of uncle hashes follow
   */
  record HashRange(PiecesRoot root, int baseLayer, int index, int length, int proofLayers) {}
}
