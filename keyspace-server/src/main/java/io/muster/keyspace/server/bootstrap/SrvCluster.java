package io.muster.keyspace.server.bootstrap;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.naming.NamingException;

/// A cluster whose founders stand in the DNS: each record of `_etcd-server-ssl._tcp` and of `_etcd-server._tcp` is one.
/// The record that leads to this member's own address gets its name; the others, whose names nobody needs, get
/// numbers. Source: `clustering.md` of etcd 2.3, "DNS discovery".
public final class SrvCluster {
    private final String name;
    private final Set<String> own;
    private final Consumer<String> notice;
    private final List<String> founders = new ArrayList<>();
    private int others;

    private SrvCluster(String name, Set<String> own, Consumer<String> notice) {
        this.name = name;
        this.own = own;
        this.notice = notice;
    }

    /// Looks the founders up.
    ///
    /// @param token as for [InitialCluster#parse]
    /// @param name what this member is called
    /// @param peerUrls where other members reach it
    /// @param notice hears what was found, one line a time, in etcd's words
    /// @throws IllegalArgumentException with a sentence for the user when there is no such cluster
    public static InitialCluster lookUp(
            String domain, String token, String name, List<String> peerUrls, Consumer<String> notice) {
        Set<String> own = peerUrls.stream().map(PeerUrl::resolved).collect(Collectors.toSet());
        SrvCluster cluster = new SrvCluster(name, own, notice);
        List<String> faults = new ArrayList<>();
        cluster.add("etcd-server-ssl", "https://", domain, faults);
        cluster.add("etcd-server", "http://", domain, faults);
        if (faults.size() == 2) {
            faults.forEach(notice);
            notice.accept("SRV discovery failed: too many errors querying DNS SRV records");
            throw new IllegalArgumentException(faults.getLast() + "; check the records of " + domain
                    + ", or name the founders with --initial-cluster");
        }
        InitialCluster found = InitialCluster.parse(String.join(",", cluster.founders), token);
        if (found.named(name).isEmpty()) {
            throw new IllegalArgumentException("cannot find local etcd member \"" + name + "\" in SRV records; add a"
                    + " record for " + String.join(",", peerUrls)
                    + ", or advertise with --initial-advertise-peer-urls what is there: " + found.format());
        }
        return found;
    }

    private void add(String service, String scheme, String domain, List<String> faults) {
        try {
            for (SrvRecords.Target target : SrvRecords.lookUp("_" + service + "._tcp", domain)) {
                add(service, scheme + target.host() + ":" + target.port());
            }
        } catch (NamingException e) {
            faults.add("error querying DNS SRV records for _" + service + " " + e.getMessage());
        }
    }

    private void add(String service, String url) {
        if (!PeerUrl.isResolvable(url)) {
            notice.accept("couldn't resolve host " + url + " during SRV discovery");
            return;
        }
        String founder = own.contains(PeerUrl.resolved(url)) ? name : String.valueOf(others++);
        founders.add(founder + "=" + url);
        notice.accept("got bootstrap from DNS for " + service + " at " + url);
    }
}
