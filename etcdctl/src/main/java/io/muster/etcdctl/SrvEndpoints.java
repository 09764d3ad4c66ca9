package io.muster.etcdctl;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import javax.naming.NameNotFoundException;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.InitialDirContext;

/// The members that a domain's SRV records name for clients: `_etcd-client-ssl._tcp` for https and `_etcd-client._tcp`
/// for http. Source: `clustering.md` of etcd 2.3, "DNS discovery". The JVM's property `java.naming.provider.url`
/// (`dns://host:port`) names another name server than the machine's.
final class SrvEndpoints {
    private static final String ATTRIBUTE = "SRV";

    private SrvEndpoints() {}

    /// Looks them up.
    ///
    /// @throws Stop when neither kind is there, in etcdctl's words
    static List<Endpoint> of(String domain) throws Stop {
        List<Endpoint> endpoints = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        lookUp("_etcd-client-ssl._tcp." + domain, "https://", endpoints, faults);
        lookUp("_etcd-client._tcp." + domain, "http://", endpoints, faults);
        if (endpoints.isEmpty()) {
            throw new Stop(
                    ExitCode.BAD_ARGUMENTS,
                    "dns lookup errors: " + String.join(" and ", faults) + "; name the members with --endpoints");
        }
        return endpoints;
    }

    // The provider for DNS makes texts of what it is told, never objects, and no name here chooses another provider.
    @SuppressWarnings("BanJNDI")
    private static void lookUp(String name, String scheme, List<Endpoint> endpoints, List<String> faults) {
        Properties environment = new Properties();
        environment.setProperty("java.naming.factory.initial", "com.sun.jndi.dns.DnsContextFactory");
        try {
            InitialDirContext dns = new InitialDirContext(environment);
            try {
                Attribute records =
                        dns.getAttributes(name, new String[] {ATTRIBUTE}).get(ATTRIBUTE);
                List<Target> found = new ArrayList<>();
                for (int i = 0; records != null && i < records.size(); i++) {
                    found.add(Target.parse(scheme, String.valueOf(records.get(i))));
                }
                found.sort(Comparator.comparingInt(Target::priority));
                found.forEach(record -> endpoints.add(record.endpoint()));
            } finally {
                dns.close();
            }
        } catch (NameNotFoundException e) {
            faults.add("lookup " + name + ": no such host");
        } catch (NamingException | IllegalArgumentException e) {
            faults.add("lookup " + name + ": " + e.getMessage());
        }
    }

    /// @param priority the least comes first
    private record Target(int priority, Endpoint endpoint) {
        // priority weight port target
        static Target parse(String scheme, String text) {
            String[] fields = text.strip().split("\\s+", -1);
            if (fields.length != 4) {
                throw new IllegalArgumentException("the record '" + text + "' is malformed");
            }
            String host = fields[3].replaceFirst("\\.$", "");
            return new Target(Integer.parseInt(fields[0]), Endpoint.parse(scheme + host + ":" + fields[2]));
        }
    }
}
