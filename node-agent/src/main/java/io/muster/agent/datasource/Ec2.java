package io.muster.agent.datasource;

import io.muster.cloudconfig.Addresses;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The metadata service of EC2 and of what speaks like it, version 2009-04-04.
///
/// Asks for a session token first (IMDSv2) and goes on without where none is given, as in the older service and its
/// imitations.
public final class Ec2 implements Datasource {
    /// Where it is on every instance.
    public static final String ADDRESS = "http://169.254.169.254/";

    private static final String VERSION = "2009-04-04/";
    private static final String TTL = "X-aws-ec2-metadata-token-ttl-seconds";
    private static final String TOKEN = "X-aws-ec2-metadata-token";
    private static final String TTL_SECONDS = "21600";

    private final String root;
    private final HttpFetch plain;
    private @Nullable HttpFetch session;

    public Ec2(String url, HttpFetch http) {
        this.root = Urls.folder(url);
        this.plain = http;
    }

    @Override
    public String name() {
        return "EC2 metadata service " + root;
    }

    @Override
    public boolean isAvailable() throws InterruptedException {
        try {
            return http().answers(root + VERSION);
        } catch (FetchFailed e) {
            return false;
        }
    }

    @Override
    public byte[] userData() throws FetchFailed, InterruptedException {
        return http().get(root + VERSION + "user-data").orElse(new byte[0]);
    }

    @Override
    public Metadata metadata() throws FetchFailed, InterruptedException {
        String hostname = first("hostname");
        return new Metadata(
                hostname.split(" ", -1)[0],
                keys(),
                new Addresses(Ip.normal(first("public-ipv4")), Ip.normal(first("local-ipv4")), null, null),
                null);
    }

    private List<String> keys() throws FetchFailed, InterruptedException {
        List<String> keys = new ArrayList<>();
        for (String line : attribute("public-keys").lines().toList()) {
            int equals = line.indexOf('=');
            if (equals < 0) {
                throw new FetchFailed("%s: '%s' is no key's number and name".formatted(name(), line));
            }
            keys.add(first("public-keys/" + line.substring(0, equals) + "/openssh-key"));
        }
        return keys;
    }

    private String first(String name) throws FetchFailed, InterruptedException {
        return attribute(name).lines().findFirst().orElse("");
    }

    private String attribute(String name) throws FetchFailed, InterruptedException {
        return http().text(root + VERSION + "meta-data/" + name);
    }

    /// A token holds for six hours; a boot does not.
    private synchronized HttpFetch http() throws FetchFailed, InterruptedException {
        HttpFetch known = session;
        if (known == null) {
            known = plain.put(root + "latest/api/token", TTL, TTL_SECONDS)
                    .filter(token -> token.matches("[\\x21-\\x7e]+"))
                    .map(token -> plain.with(TOKEN, token))
                    .orElse(null);
            session = known;
        }
        return known == null ? plain : known;
    }
}
