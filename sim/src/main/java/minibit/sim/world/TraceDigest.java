package minibit.sim.world;

import java.util.HexFormat;
import minibit.core.piece.Block;
import minibit.core.session.PeerKey;
import minibit.core.wire.PeerMessage;

/**
 * A number that two runs share only if every message came at the same time, from the same peer, in
 * the same order. Not cryptographic: nobody tries to deceive it.
 */
final class TraceDigest {
  private long state = 0x6d696e69626974L;

  void message(long time, PeerKey at, PeerMessage message) {
    mix(time);
    mix(at.number());
    switch (message) {
      case PeerMessage.Have(int piece) -> mix(1000, piece);
      case PeerMessage.Request(Block block) -> block(1001, block);
      case PeerMessage.Cancel(Block block) -> block(1002, block);
      case PeerMessage.Reject(Block block) -> block(1003, block);
      case PeerMessage.Piece(Block block) -> block(1004, block);
      case PeerMessage.AllowedFast(int piece) -> mix(1005, piece);
      case PeerMessage.Suggest(int piece) -> mix(1006, piece);
      case PeerMessage.BitfieldMessage(byte[] bits) -> bytes(1007, bits);
      case PeerMessage.Extended(int id, byte[] payload) -> bytes(1008 + id, payload);
      case PeerMessage.KeepAlive() -> mix(1);
      case PeerMessage.Choke() -> mix(2);
      case PeerMessage.Unchoke() -> mix(3);
      case PeerMessage.Interested() -> mix(4);
      case PeerMessage.NotInterested() -> mix(5);
      case PeerMessage.HaveAll() -> mix(6);
      case PeerMessage.HaveNone() -> mix(7);
      case PeerMessage.Port _,
          PeerMessage.HashRequest _,
          PeerMessage.Hashes _,
          PeerMessage.HashReject _,
          PeerMessage.Unknown _ ->
          mix(8);
    }
  }

  private void block(long kind, Block block) {
    mix(kind, block.piece());
    mix(block.begin(), block.length());
  }

  private void bytes(long kind, byte[] bytes) {
    mix(kind, bytes.length);
    for (byte b : bytes) {
      mix(b);
    }
  }

  private void mix(long one, long two) {
    mix(one);
    mix(two);
  }

  private void mix(long value) {
    state = Long.rotateLeft(state ^ value, 23) * 0x9e3779b97f4a7c15L + 1;
  }

  String hex() {
    return HexFormat.of().toHexDigits(state);
  }
}
