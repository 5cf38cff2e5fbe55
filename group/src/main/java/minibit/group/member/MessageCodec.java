package minibit.group.member;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import minibit.core.catalogue.CatalogueCommand;
import minibit.core.catalogue.CatalogueLimits;
import minibit.core.catalogue.Change.Refusal;
import minibit.core.catalogue.CommandCodec;
import minibit.core.catalogue.ShareDigest;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.MemberId;
import minibit.core.identity.Passport;
import minibit.core.packed.BadPacked;
import minibit.core.packed.PackedReader;
import minibit.core.packed.PackedWriter;
import minibit.group.closed.GroupKey;

/** Requests and replies to bytes and back. */
final class MessageCodec {
  /** Pieces of the largest content in bits: 16 MiB each, 512 GiB. */
  private static final int PIECE_BYTES = 1 << 18;

  private static final int TEXT_BYTES = 1024;

  private MessageCodec() {}

  static byte[] encode(Request request) {
    PackedWriter out = new PackedWriter();
    switch (request) {
      case Request.Join(Passport passport, String group) ->
          out.octet(0).bytes(passport.toBytes()).text(group);
      case Request.Ask(String group) -> out.octet(1).text(group);
      case Request.Heartbeat beat -> {
        beat.office().write(out.octet(2));
        out.number(beat.shares()).number(beat.pieces()).flag(beat.moved().isPresent());
        beat.moved().ifPresent(moved -> out.bytes(CommandCodec.encode(moved)));
      }
      case Request.Submit(CatalogueCommand command) ->
          out.octet(3).bytes(CommandCodec.encode(command));
      case Request.AskSums() -> out.octet(4);
      case Request.AskMarks(List<Integer> buckets) -> {
        out.octet(5).number(buckets.size());
        buckets.forEach(out::number);
      }
      case Request.Pieces(PiecesRoot root, Optional<byte[]> pieces) -> {
        out.octet(6).raw(root.toBytes()).flag(pieces.isPresent());
        pieces.ifPresent(out::bytes);
      }
      case Request.TakeSeat() -> out.octet(7);
      case Request.Leave(boolean forGood) -> out.octet(8).flag(forGood);
      case Request.CallElection() -> out.octet(9);
      case Request.Relay(int service, byte[] body) -> out.octet(10).octet(service).bytes(body);
      case Request.NoPieces() -> out.octet(11);
      case Request.Forget(MemberId member) -> out.octet(12).raw(member.toBytes());
    }
    return out.toBytes();
  }

  static Request request(byte[] bytes) throws BadPacked {
    PackedReader in = new PackedReader(bytes);
    try {
      Request request =
          switch (in.octet()) {
            case 0 ->
                new Request.Join(
                    Passport.of(in.bytes(Passport.MAX_BYTES)),
                    in.text(CatalogueLimits.GROUP_NAME_BYTES));
            case 1 -> new Request.Ask(in.text(CatalogueLimits.GROUP_NAME_BYTES));
            case 2 -> new Request.Heartbeat(Office.read(in), in.number(), in.number(), moved(in));
            case 3 ->
                new Request.Submit(CommandCodec.decode(in.bytes(CatalogueLimits.COMMAND_BYTES)));
            case 4 -> new Request.AskSums();
            case 5 -> new Request.AskMarks(buckets(in));
            case 6 ->
                new Request.Pieces(
                    PiecesRoot.of(in.raw(PiecesRoot.LENGTH)),
                    in.flag() ? Optional.of(in.bytes(PIECE_BYTES)) : Optional.empty());
            case 7 -> new Request.TakeSeat();
            case 8 -> new Request.Leave(in.flag());
            case 9 -> new Request.CallElection();
            case 10 -> new Request.Relay(in.octet(), in.bytes(MemberTransport.MAX_BYTES));
            case 11 -> new Request.NoPieces();
            case 12 -> new Request.Forget(member(in));
            default -> throw new BadPacked("unknown request");
          };
      in.end();
      return request;
    } catch (IllegalArgumentException e) {
      throw new BadPacked(String.valueOf(e.getMessage()));
    }
  }

  private static Optional<CatalogueCommand.Moved> moved(PackedReader in) throws BadPacked {
    if (!in.flag()) {
      return Optional.empty();
    }
    return CommandCodec.decode(in.bytes(CatalogueLimits.COMMAND_BYTES))
            instanceof CatalogueCommand.Moved moved
        ? Optional.of(moved)
        : Optional.empty();
  }

  private static List<Integer> buckets(PackedReader in) throws BadPacked {
    int count = in.count(ShareDigest.BUCKETS);
    List<Integer> buckets = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      buckets.add((int) in.number(ShareDigest.BUCKETS - 1));
    }
    return buckets;
  }

  static byte[] encode(Reply reply) {
    PackedWriter out = new PackedWriter();
    switch (reply) {
      case Reply.Known known -> known(out.octet(0), known);
      case Reply.Admitted(Reply.Known known, byte[] key) -> {
        known(out.octet(8), known);
        out.bytes(key);
      }
      case Reply.Report report -> {
        out.octet(1).number(report.shares()).number(report.pieces()).number(report.term());
        out.flag(report.votedFor().isPresent());
        report.votedFor().ifPresent(id -> out.raw(id.toBytes()));
      }
      case Reply.Taken(List<Refusal> refusals, int tampered) -> {
        out.octet(2).number(tampered).number(refusals.size());
        refusals.forEach(refusal -> out.octet(refusal.ordinal()));
      }
      case Reply.Sums(ShareDigest digest) -> digest.write(out.octet(3));
      case Reply.Marks(List<Reply.Marks.Mark> marks) -> {
        out.octet(4).number(marks.size());
        marks.forEach(mark -> out.text(mark.path()).number(mark.mark()));
      }
      case Reply.Done() -> out.octet(5);
      case Reply.Relayed(byte[] body) -> out.octet(6).bytes(body);
      case Reply.Failed(Reply.Code code, String text) ->
          out.octet(7).octet(code.ordinal()).text(text);
    }
    return out.toBytes();
  }

  private static void known(PackedWriter out, Reply.Known known) {
    out.raw(known.id().toBytes()).number(known.boot()).flag(known.office().isPresent());
    known.office().ifPresent(office -> office.write(out));
  }

  private static Reply.Known known(PackedReader in) throws BadPacked {
    return new Reply.Known(
        member(in), in.number(), in.flag() ? Optional.of(Office.read(in)) : Optional.empty());
  }

  static Reply reply(byte[] bytes) throws BadPacked {
    PackedReader in = new PackedReader(bytes);
    try {
      Reply reply =
          switch (in.octet()) {
            case 0 -> known(in);
            case 8 -> new Reply.Admitted(known(in), in.bytes(GroupKey.LENGTH));
            case 1 ->
                new Reply.Report(
                    in.number(),
                    in.number(),
                    in.number(),
                    in.flag() ? Optional.of(member(in)) : Optional.empty());
            case 2 -> taken(in);
            case 3 -> new Reply.Sums(ShareDigest.read(in));
            case 4 -> new Reply.Marks(marks(in));
            case 5 -> new Reply.Done();
            case 6 -> new Reply.Relayed(in.bytes(MemberTransport.MAX_BYTES));
            case 7 ->
                new Reply.Failed(
                    Reply.Code.values()[(int) in.number(Reply.Code.values().length - 1)],
                    in.text(TEXT_BYTES));
            default -> throw new BadPacked("unknown reply");
          };
      in.end();
      return reply;
    } catch (IllegalArgumentException e) {
      throw new BadPacked(String.valueOf(e.getMessage()));
    }
  }

  private static MemberId member(PackedReader in) throws BadPacked {
    return MemberId.of(in.raw(MemberId.LENGTH));
  }

  private static Reply taken(PackedReader in) throws BadPacked {
    int tampered = (int) in.number(CatalogueLimits.BATCH);
    int count = in.count(CatalogueLimits.BATCH);
    List<Refusal> refusals = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      refusals.add(Refusal.values()[(int) in.number(Refusal.values().length - 1)]);
    }
    return new Reply.Taken(refusals, tampered);
  }

  private static List<Reply.Marks.Mark> marks(PackedReader in) throws BadPacked {
    int count = in.count(CatalogueLimits.FILES);
    List<Reply.Marks.Mark> marks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String path = in.text(CatalogueLimits.FOLDER_BYTES + 1 + CatalogueLimits.NAME_BYTES);
      marks.add(new Reply.Marks.Mark(path, in.number()));
    }
    return marks;
  }
}
