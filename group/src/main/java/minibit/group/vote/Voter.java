package minibit.group.vote;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import minibit.core.catalogue.CatalogueCommand;
import minibit.core.catalogue.CatalogueState;
import minibit.core.catalogue.Change.Refusal;
import minibit.core.catalogue.CommandCodec;
import minibit.core.identity.MemberId;
import minibit.group.GroupSettings;
import minibit.group.closed.GroupKey;
import minibit.group.closed.VoterTls;
import org.apache.ratis.conf.Parameters;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.grpc.GrpcConfigKeys;
import org.apache.ratis.grpc.GrpcTlsConfig;
import org.apache.ratis.proto.RaftProtos.RaftGroupIdProto;
import org.apache.ratis.proto.RaftProtos.RaftRpcRequestProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.TermIndexProto;
import org.apache.ratis.protocol.ClientId;
import org.apache.ratis.protocol.LeaderElectionManagementRequest;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftClientRequest;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.protocol.RaftGroupId;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.protocol.TransferLeadershipRequest;
import org.apache.ratis.rpc.CallId;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;
import org.apache.ratis.server.RaftServerConfigKeys.Log.CorruptionPolicy;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.thirdparty.com.google.protobuf.ByteString;
import org.apache.ratis.thirdparty.com.google.protobuf.UnsafeByteOperations;
import org.apache.ratis.util.ExitUtils.ExitException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One voter of a group: keeps a copy of the log and of the catalogue, votes, and is the tracker
 * while it is in office. What it promises: an entry it acknowledged is on the disks of a quorum;
 * terms never fall; it votes once a term. Safe for threads.
 */
public final class Voter implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Voter.class);

  /** How long a proposal may stay without an answer: far beyond any election. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  static {
    NoExit.ensure();
  }

  private final RaftServer server;
  private final RaftGroupId group;
  private final RaftServer.Division division;
  private final CatalogueMachine machine;
  private final ClientId proposer;
  private final ElectionBell bell;

  private Voter(
      RaftServer server,
      RaftGroupId group,
      CatalogueMachine machine,
      ClientId proposer,
      ElectionBell bell)
      throws IOException {
    this.bell = bell;
    this.server = server;
    this.group = group;
    this.division = server.getDivision(group);
    this.machine = machine;
    this.proposer = proposer;
  }

  /**
   * Starts a voter on the log it has, or on a new one.
   *
   * @param founders who votes, if the log is new: the founder alone, or nobody for a voter that
   *     waits to be seated by the tracker. A log that is there knows better
   * @param key of a closed group: voters that do not know it are not spoken to
   * @throws DamagedLogException if what it acknowledged cannot be read any more
   * @throws IOException if the port is taken, another voter holds the log, or the disk does not
   *     work
   */
  public static Voter start(
      VoterPlace place,
      Seat self,
      List<Seat> founders,
      GroupSettings settings,
      VoterListener listener,
      Optional<GroupKey> key)
      throws IOException {
    if (!OpenSegments.beginWell(place.folder())) {
      throw new DamagedLogException(
          "the log of this voter cannot be read", new IOException("a segment has no beginning"));
    }
    try {
      return start(place, self, founders, settings, listener, key, CorruptionPolicy.EXCEPTION);
    } catch (ExitException e) {
      throw new IOException("nothing can listen at " + self.address() + ": " + NoExit.reason(e), e);
    } catch (IOException | RuntimeException e) {
      LogFailure failure = new LogFailure(e, place);
      if (failure.isTornTail()) {
        // The open segment ends in an entry the crash cut short. It was never acknowledged: that
        // comes after the sync. So it is dropped, as if it had not been written.
        log.warn("the log ends in an entry cut short by a crash; it is dropped");
        return start(
            place, self, founders, settings, listener, key, CorruptionPolicy.WARN_AND_RETURN);
      }
      throw failure.tell();
    }
  }

  private static Voter start(
      VoterPlace place,
      Seat self,
      List<Seat> founders,
      GroupSettings settings,
      VoterListener listener,
      Optional<GroupKey> key,
      CorruptionPolicy onDamage)
      throws IOException {
    Files.createDirectories(place.folder());
    RaftProperties properties =
        VoterProperties.of(
            place.folder(), self.address(), settings, onDamage, founders.equals(List.of(self)));
    Parameters parameters = new Parameters();
    GrpcConfigKeys.Server.setServicesCustomizer(
        parameters, new VoteEar(new OwnServicesOnly(), listener::onVote));
    key.map(VoterTls::new).ifPresent(tls -> secure(properties, parameters, tls));
    ClientId proposer = ClientId.randomId();
    ElectionBell bell = new ElectionBell();
    CatalogueMachine machine = new CatalogueMachine(proposer, bell, listener);
    RaftGroupId group = RaftGroupId.valueOf(place.log());
    RaftServer server =
        RaftServer.newBuilder()
            .setServerId(peerId(self.member()))
            .setGroup(RaftGroup.valueOf(group, founders.stream().map(Voter::peer).toList()))
            // The default, FORMAT, clears the folder.
            .setOption(RaftStorage.StartupOption.RECOVER)
            .setStateMachine(machine)
            .setProperties(properties)
            .setParameters(parameters)
            .build();
    try {
      server.start();
      PauseMonitor.stop(server);
      return new Voter(server, group, machine, proposer, bell);
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private static void secure(RaftProperties properties, Parameters parameters, VoterTls tls) {
    GrpcConfigKeys.TLS.setEnabled(properties, true);
    GrpcConfigKeys.TLS.setMutualAuthnEnabled(properties, true);
    GrpcConfigKeys.TLS.setConf(parameters, new GrpcTlsConfig(tls.keys(), tls.trust(), true));
  }

  private static RaftPeerId peerId(MemberId member) {
    return RaftPeerId.valueOf(member.hex());
  }

  private static RaftPeer peer(Seat seat) {
    return RaftPeer.newBuilder()
        .setId(peerId(seat.member()))
        .setAddress(seat.address().toString())
        .build();
  }

  /** How the election stands, as far as this voter knows. */
  public Standing standing() {
    DivisionInfo info = division.getInfo();
    Standing.Role role =
        switch (info.getCurrentRole()) {
          case LEADER -> Standing.Role.LEADER;
          case CANDIDATE -> Standing.Role.CANDIDATE;
          case FOLLOWER, LISTENER -> Standing.Role.FOLLOWER;
          case UNRECOGNIZED -> Standing.Role.NONE;
        };
    return new Standing(
        info.isAlive() ? role : Standing.Role.NONE,
        info.getCurrentTerm(),
        Optional.ofNullable(info.getLeaderId()).map(Voter::member),
        info.isAlive() && info.isLeader() && info.isLeaderReady(),
        votedFor(),
        division.getRaftConf().getCurrentPeers().stream().map(Seats::of).toList(),
        machine.getLastAppliedTermIndex().getIndex());
  }

  /** Waits until the election stands so: how it then stood, or empty after the limit. */
  Optional<Standing> await(Predicate<Standing> wanted, Duration limit) throws InterruptedException {
    return bell.await(() -> Optional.of(standing()).filter(wanted), limit);
  }

  private static MemberId member(RaftPeerId id) {
    return MemberId.ofHex(id.toString());
  }

  private Optional<MemberId> votedFor() {
    try {
      RaftPeerId given = division.getRaftStorage().getMetadataFile().getMetadata().getVotedFor();
      return given == null || given.toString().length() != 2 * MemberId.LENGTH
          ? Optional.empty()
          : Optional.of(member(given));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Reads the catalogue as far as it is applied here. Short: applying waits meanwhile. */
  public <T> T read(Function<CatalogueState, T> reader) {
    return machine.read(reader);
  }

  /**
   * Puts a command into the log. Completes when a quorum has it on disk and it is applied here,
   * with what was refused of it; fails with {@link NotInOfficeException} when this voter is not, or
   * no longer, in office.
   */
  public CompletableFuture<List<Refusal>> propose(CatalogueCommand command) {
    byte[] bytes = CommandCodec.encode(command);
    Message message = Message.valueOf(UnsafeByteOperations.unsafeWrap(bytes));
    return submit(message, RaftClientRequest.writeRequestType())
        .thenApply(reply -> CatalogueMachine.refusals(reply.getMessage()));
  }

  /**
   * Completes when a quorum has confirmed that this voter is in office, and all that was
   * acknowledged before is applied here: what is read now is the group's truth.
   */
  public CompletableFuture<Void> confirm() {
    Message nothing = Message.valueOf(ByteString.EMPTY);
    return submit(nothing, RaftClientRequest.readRequestType()).thenApply(reply -> null);
  }

  private CompletableFuture<RaftClientReply> submit(Message message, RaftClientRequest.Type type) {
    RaftClientRequest request =
        RaftClientRequest.newBuilder()
            .setClientId(proposer)
            .setServerId(server.getId())
            .setGroupId(group)
            .setCallId(CallId.getAndIncrement())
            .setMessage(message)
            .setType(type)
            .build();
    try {
      return checked(server.submitClientRequestAsync(request));
    } catch (IOException e) {
      return CompletableFuture.failedFuture(new NotInOfficeException(reason(e)));
    }
  }

  private static CompletableFuture<RaftClientReply> checked(
      CompletableFuture<RaftClientReply> future) {
    return checked(future, PATIENCE);
  }

  private static CompletableFuture<RaftClientReply> checked(
      CompletableFuture<RaftClientReply> future, Duration patience) {
    // A copy: a time limit on Ratis' own future would complete it under Ratis' feet.
    return future
        .copy()
        .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .handle(
            (reply, failure) -> {
              if (failure != null) {
                return CompletableFuture.<RaftClientReply>failedFuture(
                    new NotInOfficeException(reason(failure)));
              }
              return reply.isSuccess()
                  ? CompletableFuture.completedFuture(reply)
                  : CompletableFuture.<RaftClientReply>failedFuture(
                      new NotInOfficeException(reason(reply.getException())));
            })
        .thenCompose(Function.identity());
  }

  private static String reason(Throwable failure) {
    return failure.getClass().getSimpleName() + ": " + failure.getMessage();
  }

  /**
   * Changes who votes, if the voters are still those expected. At most one is new at a time: a new
   * voter has the whole log before it counts.
   */
  public CompletableFuture<Void> seat(List<Seat> expected, List<Seat> next) {
    SetConfigurationRequest.Arguments arguments =
        SetConfigurationRequest.Arguments.newBuilder()
            .setServersInCurrentConf(expected.stream().map(Voter::peer).toList())
            .setServersInNewConf(next.stream().map(Voter::peer).toList())
            .setMode(SetConfigurationRequest.Mode.COMPARE_AND_SET)
            .build();
    try {
      return checked(
              server.setConfigurationAsync(
                  new SetConfigurationRequest(
                      proposer, server.getId(), group, CallId.getAndIncrement(), arguments)),
              VoterProperties.STAGING.multipliedBy(3))
          .thenApply(reply -> null);
    } catch (IOException e) {
      return CompletableFuture.failedFuture(new NotInOfficeException(reason(e)));
    }
  }

  /** Hands the office to that voter; it is elected in a new term at once. */
  public CompletableFuture<Void> handOver(MemberId successor, Duration limit) {
    return transfer(Optional.of(successor), limit);
  }

  /** Gives up the office; whoever waits out its timeout first stands, this voter too. */
  CompletableFuture<Void> stepDown(Duration limit) {
    return transfer(Optional.empty(), limit);
  }

  private CompletableFuture<Void> transfer(Optional<MemberId> successor, Duration limit) {
    try {
      return checked(
              server.transferLeadershipAsync(
                  new TransferLeadershipRequest(
                      proposer,
                      server.getId(),
                      group,
                      CallId.getAndIncrement(),
                      successor.map(Voter::peerId).orElse(null),
                      limit.toMillis())))
          .thenApply(reply -> null);
    } catch (IOException e) {
      return CompletableFuture.failedFuture(new NotInOfficeException(reason(e)));
    }
  }

  /**
   * Speaks to every other voter, so that an election need not begin with opening connections and
   * loading classes: asks for a vote in a term long over, before voting proper, which nobody grants
   * and nobody keeps. Blocks.
   */
  public void acquaint() {
    for (RaftPeer peer : division.getRaftConf().getCurrentPeers()) {
      if (!peer.getId().equals(server.getId())) {
        try {
          server
              .getServerRpc()
              .requestVote(
                  RequestVoteRequestProto.newBuilder()
                      .setServerRequest(
                          RaftRpcRequestProto.newBuilder()
                              .setRequestorId(server.getId().toByteString())
                              .setReplyId(peer.getId().toByteString())
                              .setRaftGroupId(
                                  RaftGroupIdProto.newBuilder().setId(group.toByteString()))
                              .setCallId(CallId.getAndIncrement()))
                      .setCandidateTerm(0)
                      .setCandidateLastEntry(TermIndexProto.getDefaultInstance())
                      .setPreVote(true)
                      .build());
        } catch (IOException | RuntimeException e) {
          log.debug("{} is not reached: {}", peer.getAddress(), e.getMessage());
        }
      }
    }
  }

  /** Whether this voter may stand for election; it votes for others all the same. */
  CompletableFuture<Void> mayStand(boolean may) {
    long call = CallId.getAndIncrement();
    return checked(
            server.leaderElectionManagementAsync(
                may
                    ? LeaderElectionManagementRequest.newResume(
                        proposer, server.getId(), group, call)
                    : LeaderElectionManagementRequest.newPause(
                        proposer, server.getId(), group, call)))
        .thenApply(reply -> null);
  }

  /** Stops voting; the log stays where it is. Under a second. */
  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException | RuntimeException e) {
      // Whoever opens the log next waits for this end, and is told if the log is in use still.
      log.warn("voter did not close cleanly: {}", e.toString());
    }
  }
}
