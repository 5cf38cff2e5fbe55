package minibit.group.member;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.UUID;
import minibit.core.id.PeerAddress;
import minibit.core.identity.GroupId;
import minibit.group.closed.GroupKey;

/**
 * What a daemon remembers of its group over restarts, in a small text file: a daemon that has one
 * looks for that group and never founds another.
 *
 * @param group its id
 * @param name as people call it
 * @param recovery how often it was recovered
 * @param votes whether this daemon keeps the log
 * @param members where voters took members' messages when last heard of
 * @param key of the group, if it is closed
 */
public record GroupRecord(
    GroupId group,
    String name,
    int recovery,
    boolean votes,
    List<PeerAddress> members,
    Optional<GroupKey> key) {
  private static final String FILE = "group.properties";

  /** Addresses remembered: five voters at three addresses, and one more. */
  private static final int MAX_MEMBERS = 16;

  /** Keeps the first addresses. */
  public GroupRecord {
    members = List.copyOf(members.subList(0, Math.min(MAX_MEMBERS, members.size())));
  }

  GroupRecord votes(boolean now) {
    return new GroupRecord(group, name, recovery, now, members, key);
  }

  /** What is remembered in this home; empty if there was no group, or the file is damaged. */
  static Optional<GroupRecord> load(Path home) throws IOException {
    Path file = home.resolve(FILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      properties.load(in);
      List<PeerAddress> members = new ArrayList<>();
      for (String address : properties.getProperty("members", "").split(" ")) {
        int colon = address.lastIndexOf(':');
        if (colon > 0) {
          members.add(
              PeerAddress.of(
                  InetAddress.getByName(address.substring(0, colon)).getAddress(),
                  Integer.parseInt(address.substring(colon + 1))));
        }
      }
      GroupId group = new GroupId(UUID.fromString(properties.getProperty("id", "")));
      long stored = Long.parseLong(properties.getProperty("recovery", "0"));
      OptionalInt log = StrayRecovery.logInstead(stored, home, group);
      return Optional.of(
          new GroupRecord(
              group,
              properties.getProperty("name", ""),
              StrayRecovery.isStray(stored) ? log.orElse(0) : (int) stored,
              Boolean.parseBoolean(properties.getProperty("votes")) || log.isPresent(),
              members,
              Optional.ofNullable(properties.getProperty("key")).map(GroupKey::ofHex)));
    } catch (IllegalArgumentException e) {
      throw new IOException("the group's record is damaged: " + file, e);
    }
  }

  /**
   * The time of the last passport shown from this home, or long ago: the next must be later, also
   * when somebody set the clock back.
   */
  static Instant lastPassport(Path home) throws IOException {
    Path file = home.resolve(FILE);
    if (!Files.exists(file)) {
      return Instant.EPOCH;
    }
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      properties.load(in);
      return Instant.ofEpochMilli(Long.parseLong(properties.getProperty("passport", "0")));
    } catch (IllegalArgumentException e) {
      throw new IOException("the group's record is damaged: " + file, e);
    }
  }

  void save(Path home, Instant passport) throws IOException {
    Properties properties = new Properties();
    properties.setProperty("passport", Long.toString(passport.toEpochMilli()));
    properties.setProperty("id", group.toString());
    properties.setProperty("name", name);
    properties.setProperty("recovery", Integer.toString(recovery));
    properties.setProperty("votes", Boolean.toString(votes));
    properties.setProperty(
        "members", String.join(" ", members.stream().map(PeerAddress::toString).toList()));
    key.ifPresent(known -> properties.setProperty("key", known.hex()));
    Files.createDirectories(home);
    Path unfinished = home.resolve(FILE + ".tmp");
    Files.deleteIfExists(unfinished);
    ownersAlone(unfinished);
    try (Writer out = Files.newBufferedWriter(unfinished)) {
      properties.store(out, null);
    }
    Files.move(
        unfinished,
        home.resolve(FILE),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** The key of a closed group is in it. */
  private static void ownersAlone(Path file) throws IOException {
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
  }

  static void forget(Path home) throws IOException {
    Files.deleteIfExists(home.resolve(FILE));
  }
}
