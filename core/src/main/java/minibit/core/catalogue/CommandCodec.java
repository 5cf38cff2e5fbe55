package minibit.core.catalogue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import minibit.core.id.InfoHash;
import minibit.core.id.PiecesRoot;
import minibit.core.identity.GroupId;
import minibit.core.identity.MemberId;
import minibit.core.identity.Passport;
import minibit.core.identity.PublisherKey;
import minibit.core.identity.Seal;
import minibit.core.packed.BadPacked;
import minibit.core.packed.PackedReader;
import minibit.core.packed.PackedWriter;

/**
 * Commands to bytes and back. The first byte says which command; a form that an older version
 * cannot read gets a new number. Folders that repeat are written once.
 */
public final class CommandCodec {
  private static final int FOUNDED = 1;
  private static final int JOINED = 2;
  private static final int LEFT = 3;
  private static final int AWAY = 4;
  private static final int BACK = 5;
  private static final int REGISTER = 6;
  private static final int WITHDRAW = 7;
  private static final int MOVED = 8;
  private static final int ADMITTED = 9;

  private CommandCodec() {}

  /** The packed form. */
  public static byte[] encode(CatalogueCommand command) {
    PackedWriter out = new PackedWriter();
    switch (command) {
      case CatalogueCommand.Founded founded -> {
        group(start(out, FOUNDED, command), founded.group());
        out.text(founded.name()).number(founded.recovery());
      }
      case CatalogueCommand.MemberJoined joined ->
          start(out, JOINED, command).bytes(joined.passport().toBytes());
      case CatalogueCommand.MemberAdmitted admitted -> {
        start(out, ADMITTED, command).bytes(admitted.passport().toBytes());
        uuid(out, admitted.invitation()).number(admitted.expires().toEpochMilli());
      }
      case CatalogueCommand.MemberLeft left ->
          start(out, LEFT, command).raw(left.member().toBytes());
      case CatalogueCommand.Away away -> start(out, AWAY, command).raw(away.member().toBytes());
      case CatalogueCommand.Back back -> start(out, BACK, command).raw(back.member().toBytes());
      case CatalogueCommand.Register register -> {
        start(out, REGISTER, command).raw(register.member().toBytes());
        out.number(register.seals().size());
        register.seals().forEach(seal -> seal(out, seal));
        registrations(out, register.files());
      }
      case CatalogueCommand.Withdraw withdraw -> {
        start(out, WITHDRAW, command).raw(withdraw.member().toBytes());
        out.number(withdraw.paths().size());
        withdraw.paths().forEach(out::text);
      }
      case CatalogueCommand.Moved moved -> {
        group(start(out, MOVED, command), moved.to());
        Passport.addresses(out, moved.tracker());
      }
    }
    return out.toBytes();
  }

  private static PackedWriter start(PackedWriter out, int kind, CatalogueCommand command) {
    return out.octet(kind).number(command.at().toEpochMilli());
  }

  /**
   * Reads {@link #encode}.
   *
   * @throws BadPacked if the bytes are no command, or one over the {@link CatalogueLimits}
   */
  public static CatalogueCommand decode(byte[] bytes) throws BadPacked {
    if (bytes.length > CatalogueLimits.COMMAND_BYTES) {
      throw new BadPacked("command too long: " + bytes.length);
    }
    PackedReader in = new PackedReader(bytes);
    int kind = in.octet();
    Instant at = Instant.ofEpochMilli(in.number());
    try {
      CatalogueCommand command =
          switch (kind) {
            case FOUNDED ->
                new CatalogueCommand.Founded(
                    group(in),
                    in.text(CatalogueLimits.GROUP_NAME_BYTES),
                    (int) in.number(Integer.MAX_VALUE),
                    at);
            case JOINED ->
                new CatalogueCommand.MemberJoined(Passport.of(in.bytes(Passport.MAX_BYTES)), at);
            case ADMITTED ->
                new CatalogueCommand.MemberAdmitted(
                    Passport.of(in.bytes(Passport.MAX_BYTES)),
                    uuid(in),
                    Instant.ofEpochMilli(in.number()),
                    at);
            case LEFT -> new CatalogueCommand.MemberLeft(member(in), at);
            case AWAY -> new CatalogueCommand.Away(member(in), at);
            case BACK -> new CatalogueCommand.Back(member(in), at);
            case REGISTER ->
                new CatalogueCommand.Register(member(in), seals(in), registrations(in), at);
            case WITHDRAW -> new CatalogueCommand.Withdraw(member(in), paths(in), at);
            case MOVED -> new CatalogueCommand.Moved(group(in), Passport.addresses(in), at);
            default -> throw new BadPacked("unknown command: " + kind);
          };
      in.end();
      return command;
    } catch (IllegalArgumentException e) {
      throw new BadPacked(String.valueOf(e.getMessage()));
    }
  }

  private static void group(PackedWriter out, GroupId group) {
    out.number(group.high()).number(group.low());
  }

  private static GroupId group(PackedReader in) throws BadPacked {
    return new GroupId(new UUID(in.number(), in.number()));
  }

  static PackedWriter uuid(PackedWriter out, UUID id) {
    return out.number(id.getMostSignificantBits()).number(id.getLeastSignificantBits());
  }

  static UUID uuid(PackedReader in) throws BadPacked {
    return new UUID(in.number(), in.number());
  }

  private static MemberId member(PackedReader in) throws BadPacked {
    return MemberId.of(in.raw(MemberId.LENGTH));
  }

  private static List<String> paths(PackedReader in) throws BadPacked {
    int count = in.count(CatalogueLimits.BATCH);
    List<String> paths = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      paths.add(in.text(CatalogueLimits.FOLDER_BYTES + 1 + CatalogueLimits.NAME_BYTES));
    }
    return paths;
  }

  static void seal(PackedWriter out, Seal seal) {
    switch (seal) {
      case Seal.Batch(var key, var leaves, var signature) ->
          out.octet(0).raw(key.toBytes()).bytes(leaves).raw(signature);
      case Seal.Path(var key, var index, var leaf, var path, var signature) ->
          out.octet(1).raw(key.toBytes()).number(index).raw(leaf).bytes(path).raw(signature);
    }
  }

  static Seal seal(PackedReader in) throws BadPacked {
    boolean single = in.flag();
    PublisherKey key = PublisherKey.of(in.raw(PublisherKey.LENGTH));
    return single
        ? new Seal.Path(
            key,
            (int) in.number(Seal.MAX_STATEMENTS - 1),
            in.raw(32),
            in.bytes(512),
            in.raw(PublisherKey.SIGNATURE_LENGTH))
        : new Seal.Batch(
            key, in.bytes(Seal.MAX_STATEMENTS * 32), in.raw(PublisherKey.SIGNATURE_LENGTH));
  }

  private static List<Seal> seals(PackedReader in) throws BadPacked {
    int count = in.count(CatalogueLimits.BATCH);
    List<Seal> seals = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      seals.add(seal(in));
    }
    return seals;
  }

  /** Registrations, as {@link #registrations(PackedReader)} reads them. */
  static void registrations(PackedWriter out, List<Registration> files) {
    Map<String, Integer> folders = new HashMap<>();
    out.number(files.size());
    for (Registration registration : files) {
      SharedFile file = registration.file();
      out.raw(file.root().toBytes()).number(file.size());
      Integer known = folders.putIfAbsent(file.folder(), folders.size() + 1);
      out.number(known == null ? 0 : known);
      if (known == null) {
        out.text(file.folder());
      }
      out.text(file.name()).text(file.mediaType());
      out.raw(file.v1().toBytes()).raw(file.v2().toBytes());
      out.flag(registration.claim().isPresent());
      registration
          .claim()
          .ifPresent(
              claim ->
                  out.number(claim.seal())
                      .number(claim.place())
                      .text(claim.name().equals(file.name()) ? "" : claim.name())
                      .number(claim.time().toEpochMilli()));
    }
  }

  static List<Registration> registrations(PackedReader in) throws BadPacked {
    int count = in.count(CatalogueLimits.BATCH);
    List<String> folders = new ArrayList<>();
    List<Registration> files = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      PiecesRoot root = PiecesRoot.of(in.raw(PiecesRoot.LENGTH));
      long size = in.number(Long.MAX_VALUE);
      int known = (int) in.number(folders.size());
      if (known == 0) {
        folders.add(in.text(CatalogueLimits.FOLDER_BYTES));
      }
      String folder = known == 0 ? folders.getLast() : folders.get(known - 1);
      SharedFile file =
          new SharedFile(
              root,
              size,
              folder,
              in.text(CatalogueLimits.NAME_BYTES),
              in.text(CatalogueLimits.MEDIA_TYPE_BYTES),
              InfoHash.of(in.raw(InfoHash.WIRE_LENGTH)),
              InfoHash.of(in.raw(InfoHash.V2_LENGTH)));
      files.add(new Registration(file, in.flag() ? claim(in, file) : Optional.empty()));
    }
    return files;
  }

  private static Optional<Registration.Claim> claim(PackedReader in, SharedFile file)
      throws BadPacked {
    int seal = (int) in.number(CatalogueLimits.BATCH - 1);
    int place = (int) in.number(Seal.MAX_STATEMENTS - 1);
    String name = in.text(CatalogueLimits.NAME_BYTES);
    Instant time = Instant.ofEpochMilli(in.number());
    return Optional.of(
        new Registration.Claim(seal, place, name.isEmpty() ? file.name() : name, time));
  }
}
