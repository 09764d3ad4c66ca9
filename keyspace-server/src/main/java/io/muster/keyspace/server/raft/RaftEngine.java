package io.muster.keyspace.server.raft;

import io.muster.keyspace.server.RaftStatus;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;

/// The border to the engine that keeps the log in agreement. Every method may be called from any thread and none
/// blocks, except [#close]; callbacks run on the engine's thread, and so does the [Replica].
interface RaftEngine extends AutoCloseable {
    /// How this member sees its group now.
    RaftStatus status();

    /// The Raft index up to which the log is agreed on, as far as it is known here.
    long committed();

    /// Asks the log to take a pack. Unless it is refused, it will be applied by every member or by none; which of the
    /// two can stay unknown, so nobody may propose it again.
    ///
    /// @param refused called when it is certain that the log did not take it, say because this is not the leader
    void propose(Operation.Pack pack, Runnable refused);

    /// Asks for an index such that a member which has applied it has applied everything that was acknowledged before
    /// this call; costs a round to a majority, which all who wait at the same time share.
    ///
    /// @param refused called when this member cannot tell, say because it is not the leader
    void readIndex(LongConsumer index, Runnable refused);

    /// Takes in a message from another member.
    ///
    /// @throws IllegalArgumentException when these bytes are no message
    void receive(long from, ByteBuffer message);

    /// Runs a task on the engine's thread again and again, with this pause between.
    void repeat(Runnable task, Duration pause);

    /// The group as it is known here.
    Group group();

    /// Asks the group to take a step; only a leader can. Whether it came to anything is seen by [#group].
    ///
    /// @param over called when the step is agreed on, refused, or lost with the lead
    void change(GroupStep step, long member, Runnable over);

    /// Whether a member has nearly all of the log. For the engine's thread of a leader.
    boolean hasCaughtUp(long member);

    /// Whether a member has answered nothing for so long. For the engine's thread of a leader.
    boolean isSilent(long member, Duration time);

    /// Runs a task on the engine's thread, after what waits there already.
    void soon(Runnable task);

    /// Gives leadership to the follower that is best prepared. Completes with false when it could not be given away.
    ///
    /// @param suited whether a member may have it
    CompletableFuture<Boolean> handOver(LongPredicate suited);

    /// Stops: takes part in nothing any more, and writes nothing.
    @Override
    void close();
}
