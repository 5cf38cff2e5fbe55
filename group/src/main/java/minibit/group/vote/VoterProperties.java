package minibit.group.vote;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import minibit.core.catalogue.CatalogueLimits;
import minibit.core.id.PeerAddress;
import minibit.group.GroupSettings;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys;
import org.apache.ratis.server.RaftServerConfigKeys.Log.CorruptionPolicy;
import org.apache.ratis.util.SizeInBytes;
import org.apache.ratis.util.TimeDuration;

/** What Ratis is told: everything that differs from its defaults, and why. */
final class VoterProperties {
  /**
   * A batch of entries to a follower: one command, with room for what is around it. The log's write
   * buffer is as large, and always there.
   */
  private static final int APPENDER_BYTES = CatalogueLimits.COMMAND_BYTES + (64 << 10);

  /** The longest message taken: room for two commands, should another's batches be longer. */
  private static final int MESSAGE_BYTES = 2 * CatalogueLimits.COMMAND_BYTES + (1 << 20);

  /** Ratis wants the message a mebibyte larger than the batch, and the write buffer eight bytes. */
  private static final int MEBIBYTE = 1 << 20;

  /** How long a newcomer may make no headway before its seat is given up. */
  static final Duration STAGING = Duration.ofSeconds(10);

  /** Nobody else can be in office: a voter alone is a quorum, and need not listen for others. */
  private static final TimeDuration ALONE = TimeDuration.valueOf(20, TimeUnit.MILLISECONDS);

  /**
   * A timer that wakes late by this part of the shortest timeout says that the voter is starved.
   */
  private static final int OVERSLEPT = 3;

  private VoterProperties() {}

  /**
   * The properties.
   *
   * @param alone whether nobody else is known to vote. If the log knows of others after all, this
   *     voter only asks them for a vote early, which they refuse while there is a leader
   */
  static RaftProperties of(
      Path folder,
      PeerAddress address,
      GroupSettings settings,
      CorruptionPolicy onDamage,
      boolean alone) {
    RaftProperties properties = new RaftProperties();
    RaftServerConfigKeys.setStorageDir(properties, List.of(folder.toFile()));
    RaftServerConfigKeys.setRemovedGroupsDir(properties, folder.resolveSibling("removed").toFile());
    times(properties, settings);
    if (alone) {
      RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMin(properties, ALONE);
      RaftServerConfigKeys.Rpc.setFirstElectionTimeoutMax(properties, ALONE.multiply(2));
    }
    log(properties, settings, onDamage);

    // Without a host gRPC listens on every interface.
    GrpcConfigKeys.Server.setHost(properties, address.host());
    GrpcConfigKeys.Server.setPort(properties, address.port());
    GrpcConfigKeys.setMessageSizeMax(properties, SizeInBytes.valueOf(MESSAGE_BYTES));

    // Reads are certain: the leader asks a quorum, or has its lease from one.
    RaftServerConfigKeys.Read.setOption(properties, RaftServerConfigKeys.Read.Option.LINEARIZABLE);
    RaftServerConfigKeys.Read.setLeaderLeaseEnabled(properties, true);
    return properties;
  }

  private static void times(RaftProperties properties, GroupSettings settings) {
    RaftServerConfigKeys.Rpc.setTimeoutMin(properties, time(settings.electionMin()));
    RaftServerConfigKeys.Rpc.setTimeoutMax(properties, time(settings.electionMax()));
    RaftServerConfigKeys.Rpc.setRequestTimeout(properties, time(settings.electionMax()));
    // A voter whose own timer wakes late (starved of the processor, collecting garbage) cannot take
    // the silence for the tracker's death: it waits for another timeout. On an idle machine timers
    // are some milliseconds late, so a death is found no later for it.
    RaftServerConfigKeys.setSleepDeviationThreshold(
        properties, time(settings.electionMin().dividedBy(OVERSLEPT)));
    // The default closes a voter after a minute's pause; a laptop sleeps longer.
    RaftServerConfigKeys.setCloseThreshold(properties, time(Duration.ofDays(7)));
    RaftServerConfigKeys.LeaderElection.setPreVote(properties, true);
    // A newcomer first gets the whole log. The default gives up when it makes no headway for three
    // election timeouts, which a busy machine needs to open a connection.
    RaftServerConfigKeys.setStagingTimeout(properties, time(STAGING));
    RaftServerConfigKeys.Rpc.setSlownessTimeout(properties, time(settings.voterSilence()));
  }

  private static void log(
      RaftProperties properties, GroupSettings settings, CorruptionPolicy onDamage) {
    RaftServerConfigKeys.Log.Appender.setBufferByteLimit(
        properties, SizeInBytes.valueOf(APPENDER_BYTES));
    RaftServerConfigKeys.Log.setWriteBufferSize(
        properties, SizeInBytes.valueOf(APPENDER_BYTES + MEBIBYTE));
    // An entry that is longer has a segment of its own. The last two segments stand in memory.
    RaftServerConfigKeys.Log.setSegmentSizeMax(properties, SizeInBytes.valueOf(MEBIBYTE));
    // Small groups have small logs; four mebibytes ahead are for disks full of them.
    RaftServerConfigKeys.Log.setPreallocatedSize(properties, SizeInBytes.valueOf(MEBIBYTE));
    RaftServerConfigKeys.Log.setCorruptionPolicy(properties, onDamage);
    RaftServerConfigKeys.Log.setPurgeUptoSnapshotIndex(properties, true);
    // Closed segments leave memory early: the catalogue itself is there already.
    RaftServerConfigKeys.Log.setSegmentCacheNumMax(properties, 1);

    RaftServerConfigKeys.Snapshot.setAutoTriggerEnabled(properties, true);
    RaftServerConfigKeys.Snapshot.setAutoTriggerThreshold(properties, settings.snapshotEvery());
    // Leaving must be quick; the log holds the rest.
    RaftServerConfigKeys.Snapshot.setTriggerWhenStopEnabled(properties, false);
    RaftServerConfigKeys.Snapshot.setTriggerWhenRemoveEnabled(properties, false);
    RaftServerConfigKeys.Snapshot.setRetentionFileNum(properties, 2);
    RaftServerConfigKeys.Write.setByteLimit(properties, SizeInBytes.valueOf(64 * MEBIBYTE));
  }

  private static TimeDuration time(Duration duration) {
    return TimeDuration.valueOf(duration.toMillis(), TimeUnit.MILLISECONDS);
  }
}
