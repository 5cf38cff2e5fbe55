package minibit.daemon.run;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import minibit.core.id.InfoHash;
import minibit.core.id.InfoHashes;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.Passport;
import minibit.core.packed.BadPacked;
import minibit.core.packed.PackedReader;
import minibit.core.packed.PackedWriter;
import minibit.daemon.desk.SwarmReport;
import minibit.daemon.engine.TorrentStatus;

/** Questions about swarms and their answers as bytes. Every count, text and number is bounded. */
final class SwarmWords {
  /** Members whose word one answer carries: those asked, and the tracker. */
  static final int MAX_REPORTS = 25;

  /** Bytes of an address: an IPv6 address in brackets with its port has 47. */
  private static final int ADDRESS_BYTES = 64;

  /** Bytes of a program's name that are told. */
  private static final int CLIENT_BYTES = 64;

  /** Bytes a second that are believed: a tebibyte, exact in any program that reads the JSON. */
  private static final long MAX_RATE = 1L << 40;

  /** What an address looks like; nothing that means something else among a picture's ids. */
  private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F.:\\[\\]]{1,58}:[0-9]{1,5}");

  private SwarmWords() {}

  /** Whom a question is for. */
  enum Whom {
    /** The tracker, who asks the others. */
    ALL,
    /** The one who gets it. */
    YOU
  }

  /**
   * A question.
   *
   * @param root of the content, by which the tracker knows who has it
   * @param hashes of the torrent, by which each knows its swarm
   */
  record Question(Whom whom, PiecesRoot root, InfoHashes hashes) {
    Question to(Whom other) {
      return new Question(other, root, hashes);
    }
  }

  /**
   * What one says of itself.
   *
   * @param have pieces
   */
  record Own(int have, List<Link> links) {
    Own {
      links = List.copyOf(links);
    }
  }

  /** A connection; see {@link SwarmReport.Link}. */
  record Link(String address, String client, int have, long down, long up) {}

  static byte[] question(Question question) {
    PackedWriter out =
        new PackedWriter().octet(question.whom().ordinal()).raw(question.root().toBytes());
    hash(out, question.hashes().v1());
    hash(out, question.hashes().v2());
    return out.toBytes();
  }

  private static void hash(PackedWriter out, Optional<InfoHash> hash) {
    out.flag(hash.isPresent());
    hash.ifPresent(known -> out.raw(known.toBytes()));
  }

  static Question questionOf(byte[] bytes) throws BadPacked {
    PackedReader in = new PackedReader(bytes);
    int whom = in.octet();
    if (whom >= Whom.values().length) {
      throw new BadPacked("a question for nobody: " + whom);
    }
    PiecesRoot root = PiecesRoot.of(in.raw(PiecesRoot.LENGTH));
    Optional<InfoHash> v1 = hash(in, InfoHash.WIRE_LENGTH);
    Optional<InfoHash> v2 = hash(in, InfoHash.V2_LENGTH);
    in.end();
    if (v1.isEmpty() && v2.isEmpty()) {
      throw new BadPacked("no torrent is named");
    }
    return new Question(Whom.values()[whom], root, new InfoHashes(v1, v2));
  }

  private static Optional<InfoHash> hash(PackedReader in, int length) throws BadPacked {
    return in.flag() ? Optional.of(InfoHash.of(in.raw(length))) : Optional.empty();
  }

  /** What a torrent's status says of the connections on which payload flows. */
  static Own own(TorrentStatus status) {
    return new Own(
        status.piecesHave(),
        status.peers().stream()
            .filter(peer -> peer.downRate() + peer.upRate() > 0)
            .sorted(
                Comparator.<TorrentStatus.PeerStatus>comparingLong(
                        peer -> peer.downRate() + peer.upRate())
                    .reversed())
            .map(SwarmWords::link)
            .filter(link -> ADDRESS.matcher(link.address()).matches())
            .limit(SwarmReport.MAX_LINKS)
            .toList());
  }

  private static Link link(TorrentStatus.PeerStatus peer) {
    return new Link(
        peer.listens().map(Object::toString).orElse(peer.address()),
        cut(peer.client()),
        peer.pieces(),
        Math.min(peer.downRate(), MAX_RATE),
        Math.min(peer.upRate(), MAX_RATE));
  }

  /** The beginning of a text, never half a character. */
  private static String cut(String text) {
    ByteBuffer room = ByteBuffer.allocate(CLIENT_BYTES);
    CharBuffer rest = CharBuffer.wrap(text);
    var unused = StandardCharsets.UTF_8.newEncoder().encode(rest, room, true);
    return text.substring(0, rest.position());
  }

  static byte[] own(Own own) {
    PackedWriter out = new PackedWriter().number(own.have()).number(own.links().size());
    own.links().forEach(link -> write(out, link));
    return out.toBytes();
  }

  static Own ownOf(byte[] bytes) throws BadPacked {
    PackedReader in = new PackedReader(bytes);
    int have = have(in);
    List<Link> links = new ArrayList<>();
    for (int left = in.count(SwarmReport.MAX_LINKS); left > 0; left--) {
      links.add(link(in));
    }
    in.end();
    return new Own(have, links);
  }

  private static void write(PackedWriter out, Link link) {
    out.text(link.address())
        .text(link.client())
        .number(link.have())
        .number(link.down())
        .number(link.up());
  }

  private static Link link(PackedReader in) throws BadPacked {
    String address = in.text(ADDRESS_BYTES);
    if (!ADDRESS.matcher(address).matches()) {
      throw new BadPacked("not an address");
    }
    return new Link(
        address, in.text(CLIENT_BYTES), have(in), in.number(MAX_RATE), in.number(MAX_RATE));
  }

  private static int have(PackedReader in) throws BadPacked {
    return (int) in.number(Integer.MAX_VALUE);
  }

  /** An answer of the tracker. */
  static byte[] reports(List<SwarmReport> reports) {
    PackedWriter out = new PackedWriter().number(reports.size());
    for (SwarmReport report : reports) {
      out.text(report.member()).number(report.have()).number(report.links().size());
      for (SwarmReport.Link link : report.links()) {
        out.text(link.member().orElse(""));
        write(out, new Link(link.address(), link.client(), link.have(), link.down(), link.up()));
      }
    }
    return out.toBytes();
  }

  static List<SwarmReport> reportsOf(byte[] bytes) throws BadPacked {
    PackedReader in = new PackedReader(bytes);
    List<SwarmReport> reports = new ArrayList<>();
    for (int left = in.count(MAX_REPORTS); left > 0; left--) {
      String member = in.text(Passport.MAX_NAME);
      int have = have(in);
      List<SwarmReport.Link> links = new ArrayList<>();
      for (int more = in.count(SwarmReport.MAX_LINKS); more > 0; more--) {
        Optional<String> far = Optional.of(in.text(Passport.MAX_NAME)).filter(n -> !n.isEmpty());
        Link link = link(in);
        links.add(
            new SwarmReport.Link(
                far, link.address(), link.client(), link.have(), link.down(), link.up()));
      }
      reports.add(new SwarmReport(member, have, links));
    }
    in.end();
    return reports;
  }

  /** The addresses at the far ends of what these say. */
  static Set<String> addresses(Collection<Own> all) {
    Set<String> addresses = new TreeSet<>();
    all.forEach(own -> own.links().forEach(link -> addresses.add(link.address())));
    return addresses;
  }
}
