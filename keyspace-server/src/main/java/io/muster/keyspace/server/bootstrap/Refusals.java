package io.muster.keyspace.server.bootstrap;

import io.muster.keyspace.MemberInfo;
import io.muster.keyspace.server.bootstrap.JoinResult.Reason;
import io.muster.keyspace.server.bootstrap.JoinResult.Refused;

/// The words for each [Refused]. The first part of each is what etcd prints, because people search for it.
///
/// @param url the discovery URL, as given
record Refusals(String url) {
    Refused clusterFull() {
        return new Refused(
                Reason.CLUSTER_FULL,
                "discovery: cluster is full: discovery token " + url + " was used",
                "generate a new discovery token and try to bootstrap again");
    }

    Refused duplicateId(MemberInfo self) {
        return new Refused(
                Reason.DUPLICATE_ID,
                "discovery: found duplicate id: member \"" + self.name() + "\" (" + self.hexId()
                        + ") has previously registered with discovery service token " + url
                        + ", but the data directory holds no valid cluster",
                "check the data directory if the previous bootstrap succeeded, or use a new discovery token if it failed");
    }

    Refused duplicateName(String registrations) {
        return new Refused(
                Reason.DUPLICATE_NAME,
                "discovery: found duplicate name: members with one name have registered with discovery service token "
                        + url + ": " + registrations,
                "give every node a name of its own and use a new discovery token");
    }

    Refused unknownToken(Answer.Denied denied) {
        return new Refused(
                Reason.UNKNOWN_TOKEN,
                denied + ": discovery token " + url + " is unknown or has no size",
                "ask the discovery service's /new?size=N for a new one");
    }

    Refused badSize(String size) {
        return new Refused(
                Reason.BAD_SIZE,
                "discovery: size key is bad: discovery token " + url + " asks for '" + size + "' members",
                "use a new discovery token with a size of at least 1");
    }

    Refused badRegistration(String fault) {
        return new Refused(
                Reason.BAD_REGISTRATION,
                "discovery: invalid URL: a registration with discovery service token " + url + " cannot be read: "
                        + fault,
                "see who registered with curl " + url + " and use a new discovery token");
    }

    Refused badEndpoint(String what) {
        return new Refused(
                Reason.BAD_ENDPOINT,
                "discovery: bad discovery endpoint: " + url + ": " + what,
                "give the whole URL that the discovery service's /new answered");
    }

    Refused noAnswer(String reason) {
        return new Refused(
                Reason.NO_ANSWER,
                "discovery: context deadline exceeded: " + url + ": " + reason,
                "check the discovery service and start again");
    }

    Refused withdrawn(MemberInfo self) {
        return new Refused(
                Reason.WITHDRAWN,
                "discovery: member \"" + self.name() + "\" (" + self.hexId()
                        + ") is no longer registered with discovery service token " + url,
                "start again to register once more, or use a new discovery token");
    }

    Refused rejected(Answer.Denied denied) {
        return new Refused(
                Reason.REJECTED,
                "discovery: " + url + " refused: " + denied,
                "see what is there with curl " + url + " or use a new discovery token");
    }
}
