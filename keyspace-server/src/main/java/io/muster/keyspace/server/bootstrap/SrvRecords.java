package io.muster.keyspace.server.bootstrap;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import javax.naming.NameNotFoundException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.InitialDirContext;

/// The SRV records of a DNS name, asked of the machine's name servers; the JVM's property `java.naming.provider.url`
/// (`dns://host:port`) names another. Source: RFC 2782.
final class SrvRecords {
    private static final String ATTRIBUTE = "SRV";
    private static final Comparator<Target> BY_PRIORITY = Comparator.comparingInt(Target::priority)
            .thenComparing(Target::host)
            .thenComparingInt(Target::port);

    private SrvRecords() {}

    /// @param host without the dot at its end
    record Target(int priority, String host, int port) {}

    /// Looks them up; those of the least priority first. Blocks as long as the name servers take.
    ///
    /// @param service for instance `_etcd-server._tcp`
    /// @throws NamingException when there are none or nobody tells; the message says which
    // The provider for DNS makes texts of what it is told, never objects, and no name here chooses another provider.
    @SuppressWarnings("BanJNDI")
    static List<Target> lookUp(String service, String domain) throws NamingException {
        String name = service + "." + domain;
        Properties environment = new Properties();
        environment.setProperty("java.naming.factory.initial", "com.sun.jndi.dns.DnsContextFactory");
        environment.setProperty("com.sun.jndi.dns.timeout.initial", "2000");
        environment.setProperty("com.sun.jndi.dns.timeout.retries", "2");
        InitialDirContext dns = new InitialDirContext(environment);
        try {
            Attribute records =
                    dns.getAttributes(name, new String[] {ATTRIBUTE}).get(ATTRIBUTE);
            if (records == null) {
                throw new NamingException("no such host");
            }
            List<Target> targets = new ArrayList<>();
            NamingEnumeration<?> each = records.getAll();
            while (each.hasMore()) {
                targets.add(parse(String.valueOf(each.next())));
            }
            targets.sort(BY_PRIORITY);
            return targets;
        } catch (NameNotFoundException e) {
            throw because("lookup " + name + ": no such host", e);
        } catch (NamingException e) {
            throw because("lookup " + name + ": " + e.getMessage(), e);
        } finally {
            dns.close();
        }
    }

    private static NamingException because(String message, NamingException cause) {
        NamingException failure = new NamingException(message);
        failure.setRootCause(cause);
        return failure;
    }

    // priority weight port target
    private static Target parse(String record) throws NamingException {
        String[] fields = record.strip().split("\\s+", -1);
        if (fields.length != 4) {
            throw new NamingException("the record '" + record + "' is malformed");
        }
        try {
            return new Target(
                    Integer.parseInt(fields[0]), fields[3].replaceFirst("\\.$", ""), Integer.parseInt(fields[2]));
        } catch (NumberFormatException e) {
            throw because("the record '" + record + "' is malformed", new NamingException(e.getMessage()));
        }
    }
}
