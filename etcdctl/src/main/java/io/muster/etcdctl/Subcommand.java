package io.muster.etcdctl;

import io.muster.keyspace.Command;
import io.muster.keyspace.Follow;
import io.muster.keyspace.Read;
import java.util.List;

/// What the command line asks for, its arguments checked and put into the words of the protocol.
sealed interface Subcommand {
    /// Any of the verbs that write one node: `set`, `mk`, `update`, `rm` and their directory forms.
    record Change(Command command) implements Subcommand {}

    /// `get`.
    record Get(Read read) implements Subcommand {}

    /// `ls`.
    ///
    /// @param slashes whether directories get a trailing slash (`-p`)
    record Ls(Read read, boolean slashes) implements Subcommand {}

    /// `watch`.
    record Watch(Follow follow) implements Subcommand {}

    /// `exec-watch`.
    ///
    /// @param words program and arguments to run for each event
    record ExecWatch(Follow follow, List<String> words) implements Subcommand {}

    /// `cluster-health`.
    ///
    /// @param forever ask again every ten seconds
    record ClusterHealth(boolean forever) implements Subcommand {}

    /// `member list`.
    record ListMembers() implements Subcommand {}

    /// `member add`.
    record AddMember(String name, String peerUrl) implements Subcommand {}

    /// `member remove`.
    record RemoveMember(String id) implements Subcommand {}

    /// `member update`.
    record UpdateMember(String id, List<String> peerUrls) implements Subcommand {}
}
