package minibit.group.vote;

import java.util.EnumSet;
import java.util.function.Consumer;
import minibit.core.identity.MemberId;
import org.apache.ratis.grpc.server.GrpcServices;
import org.apache.ratis.proto.RaftProtos.RequestVoteReplyProto;
import org.apache.ratis.proto.RaftProtos.RequestVoteRequestProto;
import org.apache.ratis.proto.RaftProtos.TermIndexProto;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import org.apache.ratis.thirdparty.io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import org.apache.ratis.thirdparty.io.grpc.Metadata;
import org.apache.ratis.thirdparty.io.grpc.ServerCall;
import org.apache.ratis.thirdparty.io.grpc.ServerCallHandler;
import org.apache.ratis.thirdparty.io.grpc.ServerInterceptor;
import org.apache.ratis.thirdparty.io.grpc.netty.NettyServerBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Overhears requests for this voter's vote and what it answers: Ratis keeps the last vote given and
 * tells of none. Soundings before an election (pre-votes) are no votes. Changes nothing.
 */
final class VoteEar implements GrpcServices.Customizer, ServerInterceptor {
  private static final String VOTES = "requestVote";
  private static final Logger log = LoggerFactory.getLogger(VoteEar.class);

  private final GrpcServices.Customizer next;
  private final Consumer<Vote> listener;

  /**
   * An ear beside another customizer.
   *
   * @param listener is called on the network's threads: hand work on
   */
  VoteEar(GrpcServices.Customizer next, Consumer<Vote> listener) {
    this.next = next;
    this.listener = listener;
  }

  @Override
  public NettyServerBuilder customize(
      NettyServerBuilder builder, EnumSet<GrpcServices.Type> types) {
    return next.customize(builder.intercept(this), types);
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> handler) {
    if (!VOTES.equals(call.getMethodDescriptor().getBareMethodName())) {
      return handler.startCall(call, headers);
    }
    Overheard overheard = new Overheard();
    ServerCall<Q, A> answering =
        new SimpleForwardingServerCall<>(call) {
          @Override
          public void sendMessage(A message) {
            overheard.onAnswer(message);
            super.sendMessage(message);
          }
        };
    return new SimpleForwardingServerCallListener<>(handler.startCall(answering, headers)) {
      @Override
      public void onMessage(Q message) {
        overheard.onRequest(message);
        super.onMessage(message);
      }
    };
  }

  /** One request and its answer. */
  private final class Overheard {
    private volatile RequestVoteRequestProto asked = RequestVoteRequestProto.getDefaultInstance();

    void onRequest(Object message) {
      if (message instanceof RequestVoteRequestProto request) {
        asked = request;
      }
    }

    void onAnswer(Object message) {
      if (!(message instanceof RequestVoteReplyProto reply)
          || asked.getPreVote()
          || !asked.hasServerRequest()) {
        return;
      }
      String candidate = asked.getServerRequest().getRequestorId().toStringUtf8();
      try {
        listener.accept(
            new Vote(asked.getCandidateTerm(), MemberId.ofHex(candidate), answer(reply)));
      } catch (RuntimeException e) {
        // Whoever listens must not come between voters.
        log.warn("a vote was not told", e);
      }
    }

    private Vote.Answer answer(RequestVoteReplyProto reply) {
      if (reply.getServerReply().getSuccess()) {
        return Vote.Answer.GIVEN;
      }
      if (reply.getTerm() > asked.getCandidateTerm()) {
        return Vote.Answer.OLD_TERM;
      }
      return isBehind(asked.getCandidateLastEntry(), reply.getLastEntry())
          ? Vote.Answer.LOG_BEHIND
          : Vote.Answer.NOT_NOW;
    }

    private static boolean isBehind(TermIndexProto candidate, TermIndexProto voter) {
      return candidate.getTerm() < voter.getTerm()
          || (candidate.getTerm() == voter.getTerm() && candidate.getIndex() < voter.getIndex());
    }
  }
}
