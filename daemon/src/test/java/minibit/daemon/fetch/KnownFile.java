package minibit.daemon.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import minibit.core.catalogue.CanonicalPieces;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.Seal;
import minibit.core.identity.Statement;
import minibit.core.metainfo.Merkle;
import minibit.core.metainfo.Metainfo;
import minibit.core.piece.Block;
import minibit.daemon.catalogue.FoundContent;
import minibit.daemon.catalogue.Holder;
import minibit.daemon.catalogue.Proof;
import minibit.daemon.catalogue.Signed;
import minibit.daemon.disk.PieceHashes;
import minibit.daemon.share.LocalContent;
import minibit.daemon.share.hash.ContentHashes;
import minibit.group.member.MemberKeys;

/** A content with all its hashes, as the group knows it. */
record KnownFile(String name, byte[] bytes, ContentHashes hashes) {
  static KnownFile random(String name, int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return of(name, bytes);
  }

  static KnownFile of(String name, byte[] bytes) {
    int length = (int) CanonicalPieces.length(bytes.length);
    ByteArrayOutputStream v1 = new ByteArrayOutputStream();
    ByteArrayOutputStream v2 = new ByteArrayOutputStream();
    boolean alone = bytes.length <= length;
    for (int at = 0; at < bytes.length; at += length) {
      byte[] piece = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + length));
      v1.writeBytes(PieceHashes.sha1().digest(piece));
      int height = alone ? Merkle.height(bytes.length) : Merkle.pieceLayer(length);
      v2.writeBytes(Merkle.root(leaves(piece), 0, height));
    }
    ContentHashes hashes = ContentHashes.of(bytes.length, v1.toByteArray(), v2.toByteArray());
    return new KnownFile(name, bytes, hashes);
  }

  private static byte[] leaves(byte[] piece) {
    ByteArrayOutputStream leaves = new ByteArrayOutputStream();
    for (int at = 0; at < piece.length; at += Block.SIZE) {
      leaves.writeBytes(
          PieceHashes.sha256()
              .digest(Arrays.copyOfRange(piece, at, Math.min(piece.length, at + Block.SIZE))));
    }
    return leaves.toByteArray();
  }

  PiecesRoot root() {
    return hashes.root();
  }

  String id() {
    return root().hex();
  }

  Metainfo torrent() {
    return hashes.torrent(name);
  }

  /** Writes it below a folder, and gives what the shares would know of it. */
  LocalContent saveIn(Path folder) {
    return saveAs(folder.resolve(name));
  }

  LocalContent saveAs(Path file) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
      return LocalContent.fetched(file, torrent(), Optional.empty(), Optional.empty())
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isAt(Path file) {
    try {
      return Arrays.equals(Files.readAllBytes(file), bytes);
    } catch (IOException e) {
      return false;
    }
  }

  FoundContent unsigned() {
    return found(Optional.empty(), List.of(), hashes);
  }

  FoundContent signedBy(MemberKeys keys) {
    Proof proof = proof(keys, name);
    return found(
        Optional.of(new Signed(keys.key(), "publisher", true, List.of())), List.of(proof), hashes);
  }

  /** A catalogue entry whose signature speaks of another name. */
  FoundContent tampered(MemberKeys keys) {
    Proof good = proof(keys, name);
    Proof bad =
        new Proof(
            good.key(),
            good.place(),
            good.leaf(),
            good.path(),
            good.signature(),
            "another name",
            good.time());
    return found(
        Optional.of(new Signed(keys.key(), "publisher", true, List.of())), List.of(bad), hashes);
  }

  /** An entry that says who signed it, and does not prove it. */
  FoundContent unproven(MemberKeys keys) {
    return found(
        Optional.of(new Signed(keys.key(), "publisher", true, List.of())), List.of(), hashes);
  }

  /** An entry of this content that leads to the torrent of another. */
  FoundContent leadingTo(KnownFile other) {
    return found(Optional.empty(), List.of(), other.hashes);
  }

  /** An entry of this content that says it has so many bytes. */
  FoundContent claimingSize(long size) {
    FoundContent known = unsigned();
    return new FoundContent(
        known.root(),
        size,
        known.names(),
        known.holders(),
        0,
        known.signedBy(),
        known.proofs(),
        known.registered(),
        false);
  }

  /** An entry of this content that has another name besides, registered later. */
  FoundContent alsoCalled(String later) {
    FoundContent known = unsigned();
    var other = hashes.infoHashes(later);
    return new FoundContent(
        known.root(),
        known.size(),
        List.of(
            known.name(),
            new FoundContent.Name(later, "", other.v1().orElseThrow(), other.v2().orElseThrow())),
        known.holders(),
        0,
        known.signedBy(),
        known.proofs(),
        known.registered(),
        false);
  }

  private Proof proof(MemberKeys keys, String signedName) {
    Instant time = Instant.ofEpochMilli(1_700_000_000_000L);
    Statement statement = new Statement(root(), bytes.length, signedName, time);
    Seal.Path path = Seal.Batch.sign(List.of(statement), keys.key(), keys).pathOf(0).orElseThrow();
    return new Proof(
        path.key(), path.index(), path.leaf(), path.path(), path.signature(), signedName, time);
  }

  private FoundContent found(Optional<Signed> signed, List<Proof> proofs, ContentHashes hashed) {
    var names = hashed.infoHashes(name);
    return new FoundContent(
        root(),
        bytes.length,
        List.of(
            new FoundContent.Name(name, "", names.v1().orElseThrow(), names.v2().orElseThrow())),
        List.<Holder>of(),
        0,
        signed,
        proofs,
        Instant.EPOCH,
        false);
  }

  /** A torrent file that describes it. */
  byte[] torrentFile() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] layer = torrent().pieceLayer(root()).orElseThrow();
    bytes.writeBytes("d4:info".getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(torrent().infoBytes());
    bytes.writeBytes("12:piece layersd32:".getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(root().toBytes());
    bytes.writeBytes((layer.length + ":").getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(layer);
    bytes.writeBytes("ee".getBytes(StandardCharsets.US_ASCII));
    return bytes.toByteArray();
  }
}
