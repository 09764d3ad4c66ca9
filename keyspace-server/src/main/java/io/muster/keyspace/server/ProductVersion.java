package io.muster.keyspace.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/// Which protocol this server speaks and which product it is.
public final class ProductVersion {
    /// The etcd whose behaviour is served, which clients choose their ways by.
    public static final String ETCD_SERVER = "2.3.8";

    /// The lowest version among a cluster's members, as etcd tells it.
    public static final String ETCD_CLUSTER = "2.3.0";

    private ProductVersion() {}

    /// Our own version, as the build was told.
    public static String muster() {
        try (InputStream in = ProductVersion.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read version.properties from the class path", e);
        }
    }

    /// What `--version` prints. The protocol comes first: scripts take the first x.y.z they find for etcd's version.
    static String text(Dialect dialect) {
        if (dialect == Dialect.V0_4) {
            return "etcd version 0.4.6\n";
        }
        return "etcd Version: " + ETCD_SERVER + " (the protocol served)\n"
                + "Muster Version: " + muster() + "\n"
                + "Java Version: " + Runtime.version() + "\n"
                + "Java OS/Arch: " + System.getProperty("os.name") + "/" + System.getProperty("os.arch") + "\n";
    }
}
