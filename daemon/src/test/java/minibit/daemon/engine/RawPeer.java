package minibit.daemon.engine;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import minibit.core.id.InfoHash;
import minibit.core.id.PeerId;
import minibit.core.wire.Handshake;
import minibit.core.wire.HandshakeCodec;
import minibit.core.wire.MessageEncoder;
import minibit.core.wire.PeerMessage;

/** A peer that says what a test wants it to, and reads only when it is told to. */
final class RawPeer implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;

  private final Socket socket = new Socket();
  private final DataInputStream in;

  /** Dials an engine and says hello, without waiting for an answer. */
  RawPeer(Engine engine, InfoHash torrent, int id) throws IOException {
    // Small, so that a peer that does not read is soon full.
    socket.setReceiveBufferSize(4096);
    socket.connect(
        new InetSocketAddress("127.0.0.1", engine.listenAddress().getPort()), PATIENCE_MILLIS);
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new DataInputStream(socket.getInputStream());
    byte[] ourId = ByteBuffer.allocate(PeerId.LENGTH).putInt(id).array();
    ByteBuffer hello = ByteBuffer.allocate(Handshake.LENGTH);
    HandshakeCodec.encode(new Handshake(Handshake.FAST, torrent, PeerId.of(ourId)), hello);
    socket.getOutputStream().write(hello.array());
  }

  /** Reads the other's handshake; false if there is none. */
  boolean isAnswered() {
    try {
      return in.readNBytes(Handshake.LENGTH).length == Handshake.LENGTH;
    } catch (IOException e) {
      return false;
    }
  }

  /** Says all of it in one breath. */
  void say(PeerMessage... messages) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (PeerMessage message : messages) {
      all.writeBytes(MessageEncoder.encode(message).array());
    }
    socket.getOutputStream().write(all.toByteArray());
  }

  /** Reads on to a message of one of these types, which it returns. */
  byte[] hear(int... types) throws IOException {
    while (true) {
      byte[] message = new byte[in.readInt()];
      in.readFully(message);
      for (int type : types) {
        if (message.length > 0 && message[0] == type) {
          return message;
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
