package io.muster.agent;

import io.muster.agent.datasource.CloudSigma;
import io.muster.agent.datasource.ConfigDrive;
import io.muster.agent.datasource.Datasource;
import io.muster.agent.datasource.DigitalOcean;
import io.muster.agent.datasource.Ec2;
import io.muster.agent.datasource.FileSource;
import io.muster.agent.datasource.Gce;
import io.muster.agent.datasource.Guestinfo;
import io.muster.agent.datasource.HttpFetch;
import io.muster.agent.datasource.Packet;
import io.muster.agent.datasource.ProcCmdline;
import io.muster.agent.datasource.Retries;
import io.muster.agent.datasource.Selection;
import io.muster.agent.datasource.SerialPort;
import io.muster.agent.datasource.UrlSource;
import io.muster.agent.datasource.Waagent;
import io.muster.agent.netconf.Netconf;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where a machine is to learn what it is to become, and how what the platform says is to be read. The names are those
/// of coreos-cloudinit.
final class SourceOptions {
    private final HttpFetch http = new HttpFetch(Retries.ORIGINAL);
    private final List<Datasource> sources = new ArrayList<>();

    @Option(
            names = "--convert-netconf",
            paramLabel = "FORMAT",
            description = "turn the platform's network configuration into units of networkd; its format:"
                    + " debian, packet, digitalocean or vmware")
    private @Nullable String netconf;

    @Option(names = "--ignore-failure", description = "exit with 0 although the user-data is no good")
    private boolean ignoresFailure;

    @Option(
            names = "--lenient",
            description = "of a document with errors, still apply the keys of core and the network units")
    private boolean lenient;

    @Option(names = "--from-file", paramLabel = "FILE", description = "user-data in a file")
    void file(Path file) {
        sources.add(new FileSource(file));
    }

    @Option(names = "--from-url", paramLabel = "URL", description = "user-data behind an address")
    void url(String url) {
        sources.add(new UrlSource(url, http));
    }

    @Option(names = "--from-configdrive", paramLabel = "DIR", description = "an OpenStack config drive, mounted here")
    void configDrive(Path folder) {
        sources.add(new ConfigDrive(folder));
    }

    @Option(names = "--from-ec2-metadata", paramLabel = "URL", description = "EC2's metadata service")
    void ec2(String url) {
        sources.add(new Ec2(url, http));
    }

    @Option(names = "--from-gce-metadata", paramLabel = "URL", description = "Google's metadata service")
    void gce(String url) {
        sources.add(new Gce(url, http));
    }

    @Option(names = "--from-digitalocean-metadata", paramLabel = "URL", description = "DigitalOcean's metadata service")
    void digitalOcean(String url) {
        sources.add(new DigitalOcean(url, http));
    }

    @Option(names = "--from-packet-metadata", paramLabel = "URL", description = "Packet's metadata service")
    void packet(String url) {
        sources.add(new Packet(url, http));
    }

    @Option(names = "--from-cloudsigma-metadata", description = "CloudSigma's server context, over the serial port")
    void cloudSigma(boolean wanted) {
        if (wanted) {
            sources.add(new CloudSigma(SerialPort.CLOUD_SIGMA, Path.of("/")));
        }
    }

    @Option(names = "--from-waagent", paramLabel = "DIR", description = "what Azure's agent left in its folder")
    void waagent(Path folder) {
        sources.add(new Waagent(folder));
    }

    @Option(names = "--from-vmware-guestinfo", description = "VMware's guestinfo, through vmware-rpctool")
    void vmware(boolean wanted) {
        if (wanted) {
            sources.add(Guestinfo.ofHypervisor("vmware-rpctool", http));
        }
    }

    @Option(names = "--from-vmware-ovf-env", paramLabel = "FILE", description = "an OVF environment in a file")
    void ovfEnvironment(Path file) {
        sources.add(Guestinfo.ofFile(file, http));
    }

    @Option(names = "--from-proc-cmdline", description = "the address that the kernel's command line names")
    void procCmdline(boolean wanted) {
        if (wanted) {
            sources.add(new ProcCmdline(ProcCmdline.LINUX, http));
        }
    }

    void convertNetconf(String format) {
        netconf = format;
    }

    void ignoreFailure(boolean ignore) {
        ignoresFailure = ignore;
    }

    /// Takes the first of the places where CoreOS machines find their user-data; whether there is one. Nobody waits
    /// for these: they are there when a machine starts, or not at all.
    boolean takeUsual() throws InterruptedException {
        List<Datasource> usual = List.of(
                new ConfigDrive(Path.of("/media/configdrive")),
                new ConfigDrive(Path.of("/media/configvirtfs")),
                Guestinfo.ofFile(Path.of("/media/ovfenv/ovf-env.xml"), http),
                new ProcCmdline(ProcCmdline.LINUX, http),
                new FileSource(Path.of("/var/lib/coreos-vagrant/vagrantfile-user-data")),
                new FileSource(Path.of("/var/lib/coreos-install/user_data")));
        for (Datasource source : usual) {
            if (source.isAvailable()) {
                sources.add(source);
                return true;
            }
        }
        return false;
    }

    boolean isEmpty() {
        return sources.isEmpty();
    }

    boolean ignoresFailure() {
        return ignoresFailure;
    }

    boolean isLenient() {
        return lenient;
    }

    /// The format to be converted, null for none.
    @Nullable
    Netconf netconf() throws Refusal {
        if (netconf == null || netconf.isEmpty()) {
            return null;
        }
        return Netconf.of(netconf)
                .orElseThrow(() -> new Refusal(
                        "--convert-netconf '%s' is no format; there are %s".formatted(netconf, Netconf.WORDS)));
    }

    /// The file that was named, or else the first of the sources that is there.
    ///
    /// @param file null where sources are named instead
    Datasource choose(@Nullable Path file) throws Refusal, InterruptedException {
        if (file != null && sources.isEmpty()) {
            return new FileSource(file);
        }
        if (file != null) {
            throw new Refusal("user-data %s and a --from option were both given; leave one out".formatted(file));
        }
        if (sources.isEmpty()) {
            throw new Refusal("no datasource; name a file, or one of the --from options that --help lists");
        }
        return Selection.ORIGINAL
                .select(sources)
                .orElseThrow(() -> new Refusal("none of these was there in time: "
                        + String.join(
                                ", ", sources.stream().map(Datasource::name).toList())));
    }
}
