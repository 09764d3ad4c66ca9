package io.muster.agent;

import io.muster.agent.datasource.DigitalOcean;
import io.muster.agent.datasource.Ec2;
import io.muster.agent.datasource.Gce;
import io.muster.agent.datasource.Packet;
import io.muster.agent.netconf.Netconf;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The command line of coreos-cloudinit: Go's flags, with one dash or two, a value behind `=` or in the next word.
///
/// @param values by name without dashes; switches are `true` or `false`
record CloudinitFlags(Map<String, String> values) {
    private static final Set<String> SWITCHES = Set.of(
            "validate",
            "version",
            "ignore-failure",
            "from-metadata-service",
            "from-cloudsigma-metadata",
            "from-vmware-guestinfo",
            "from-proc-cmdline");
    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("workspace", "/var/lib/coreos-cloudinit"),
            Map.entry("ssh-key-name", "coreos-cloudinit"),
            Map.entry("convert-netconf", ""),
            Map.entry("oem", ""),
            Map.entry("from-file", ""),
            Map.entry("from-url", ""),
            Map.entry("from-configdrive", ""),
            Map.entry("from-ec2-metadata", ""),
            Map.entry("from-gce-metadata", ""),
            Map.entry("from-digitalocean-metadata", ""),
            Map.entry("from-packet-metadata", ""),
            Map.entry("from-waagent", ""),
            Map.entry("from-vmware-ovf-env", ""));

    /// What the images of a platform would be started with; goes before flags given by hand, as in the original.
    private static final Map<String, Map<String, String>> OEMS = Map.of(
            "digitalocean", Map.of("from-digitalocean-metadata", DigitalOcean.ADDRESS),
            "ec2-compat", Map.of("from-ec2-metadata", Ec2.ADDRESS, "from-configdrive", "/media/configdrive"),
            "gce", Map.of("from-gce-metadata", Gce.ADDRESS),
            "rackspace-onmetal", Map.of("from-configdrive", "/media/configdrive", "convert-netconf", "debian"),
            "azure", Map.of("from-waagent", "/var/lib/waagent"),
            "cloudsigma", Map.of("from-cloudsigma-metadata", "true"),
            "packet", Map.of("from-packet-metadata", Packet.ADDRESS),
            "vmware", Map.of("from-vmware-guestinfo", "true", "convert-netconf", "vmware"));

    CloudinitFlags {
        values = Map.copyOf(values);
    }

    static CloudinitFlags parse(List<String> args) throws Misuse {
        Map<String, String> values = new LinkedHashMap<>(DEFAULTS);
        for (int i = 0; i < args.size(); i++) {
            if (!args.get(i).startsWith("-")) {
                throw new Misuse("unexpected argument '%s'; every option begins with a dash".formatted(args.get(i)));
            }
            String flag = args.get(i).replaceFirst("^--?", "");
            int equals = flag.indexOf('=');
            String name = equals < 0 ? flag : flag.substring(0, equals);
            if (SWITCHES.contains(name)) {
                values.put(name, equals < 0 ? "true" : truth(name, flag.substring(equals + 1)));
            } else if (!DEFAULTS.containsKey(name)) {
                throw new Misuse("there is no option -%s; there are %s".formatted(name, names()));
            } else if (equals < 0 && ++i == args.size()) {
                throw new Misuse("-%s needs a value".formatted(name));
            } else {
                values.put(name, equals < 0 ? args.get(i) : flag.substring(equals + 1));
            }
        }
        return new CloudinitFlags(values).withOem().checked();
    }

    private static String truth(String name, String word) throws Misuse {
        return switch (word) {
            case "1", "t", "T", "true", "TRUE", "True" -> "true";
            case "0", "f", "F", "false", "FALSE", "False" -> "false";
            default -> throw new Misuse("-%s is '%s', and can be true or false".formatted(name, word));
        };
    }

    private CloudinitFlags withOem() throws Misuse {
        String oem = value("oem");
        if (oem.isEmpty()) {
            return this;
        }
        Map<String, String> preset = OEMS.get(oem);
        if (preset == null) {
            throw new Misuse("-oem '%s' is not known; there are %s"
                    .formatted(oem, String.join(", ", new TreeSet<>(OEMS.keySet()))));
        }
        Map<String, String> all = new LinkedHashMap<>(values);
        all.putAll(preset);
        return new CloudinitFlags(all);
    }

    private CloudinitFlags checked() throws Misuse {
        String netconf = value("convert-netconf");
        if (!netconf.isEmpty() && Netconf.of(netconf).isEmpty()) {
            throw new Misuse("-convert-netconf '%s' is no format; there are %s".formatted(netconf, Netconf.WORDS));
        }
        return this;
    }

    boolean has(String name) {
        return value(name).equals("true");
    }

    String value(String name) {
        return values.getOrDefault(name, "");
    }

    /// The sources that are named.
    ///
    /// @throws Misuse when there is none
    SourceOptions sources() throws Misuse {
        SourceOptions sources = new SourceOptions();
        given("from-file").forEach(value -> sources.file(Path.of(value)));
        given("from-url").forEach(sources::url);
        given("from-configdrive").forEach(value -> sources.configDrive(Path.of(value)));
        given("from-ec2-metadata").forEach(sources::ec2);
        given("from-gce-metadata").forEach(sources::gce);
        given("from-digitalocean-metadata").forEach(sources::digitalOcean);
        given("from-packet-metadata").forEach(sources::packet);
        given("from-waagent").forEach(value -> sources.waagent(Path.of(value)));
        given("from-vmware-ovf-env").forEach(value -> sources.ovfEnvironment(Path.of(value)));
        if (has("from-metadata-service")) {
            sources.ec2(Ec2.ADDRESS);
        }
        sources.cloudSigma(has("from-cloudsigma-metadata"));
        sources.vmware(has("from-vmware-guestinfo"));
        sources.procCmdline(has("from-proc-cmdline"));
        sources.convertNetconf(value("convert-netconf"));
        sources.ignoreFailure(has("ignore-failure"));
        if (sources.isEmpty()) {
            throw new Misuse("no datasource; name one: "
                    + String.join(
                            ", ",
                            new TreeSet<>(DEFAULTS.keySet())
                                    .stream()
                                            .filter(name -> name.startsWith("from-"))
                                            .map(name -> "-" + name)
                                            .toList()));
        }
        return sources;
    }

    private List<String> given(String name) {
        return value(name).isEmpty() ? List.of() : List.of(value(name));
    }

    private static String names() {
        Set<String> all = new TreeSet<>(DEFAULTS.keySet());
        all.addAll(SWITCHES);
        return "-" + String.join(", -", all);
    }

    /// A command line that cannot be read.
    static final class Misuse extends Exception {
        private static final long serialVersionUID = 1L;

        Misuse(String message) {
            super(message);
        }
    }
}
