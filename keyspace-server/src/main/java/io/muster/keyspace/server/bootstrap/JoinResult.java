package io.muster.keyspace.server.bootstrap;

/// What came of asking a discovery service for a cluster.
public sealed interface JoinResult {
    /// Every founder is known and this member is one of them.
    ///
    /// @param cluster exactly as many members as the token asks for, the first to register first
    record Joined(InitialCluster cluster) implements JoinResult {}

    /// This member cannot found the cluster; trying again changes nothing before a person does what `advice` says.
    ///
    /// @param problem what is wrong, in etcd's words where it has some
    /// @param advice what to do about it
    record Refused(Reason reason, String problem, String advice) implements JoinResult {
        /// Problem and advice as one line for the user.
        public String line() {
            return problem + "; " + advice;
        }

        /// The exit code of a process that ends for this reason.
        public int exitCode() {
            return 1;
        }
    }

    /// Why a member was refused, for those who can do something else instead.
    enum Reason {
        /// Others have taken all the places. A node may still serve as a proxy.
        CLUSTER_FULL,
        /// A member with these peer URLs has registered before and its data is not here.
        DUPLICATE_ID,
        /// Two founders have the same name; all of them are refused.
        DUPLICATE_NAME,
        /// The service does not know the token.
        UNKNOWN_TOKEN,
        /// The token's size is not a positive number.
        BAD_SIZE,
        /// A founder's registration is not of the form `name=peer-url`.
        BAD_REGISTRATION,
        /// The URL does not lead to a discovery service.
        BAD_ENDPOINT,
        /// The service took the request and did not answer in time.
        NO_ANSWER,
        /// This member's registration was removed while it waited for others.
        WITHDRAWN,
        /// The service refused a request for a reason of its own.
        REJECTED
    }
}
