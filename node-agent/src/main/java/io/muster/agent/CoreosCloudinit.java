package io.muster.agent;

import io.muster.cloudconfig.Finding;
import io.muster.cloudconfig.Report;
import io.muster.keyspace.server.ProductVersion;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The command line of coreos-cloudinit 1.14.0: Go's flags, with one dash or two, and its exit codes.
///
/// Checking is there. Applying is not: it acts on the running system, whose door is not built yet, and to write the
/// files without giving the commands would be half a boot.
final class CoreosCloudinit {
    static final String NAME = "coreos-cloudinit";

    private static final String ORIGINAL_VERSION = "1.14.0";
    private static final int NO_DATASOURCE = 2;
    private static final DateTimeFormatter LOG_TIME = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss", Locale.ROOT);
    private static final Set<String> SWITCHES = Set.of("validate", "version", "ignore-failure");
    private static final Set<String> NOT_YET = Set.of(
            "from-url",
            "from-configdrive",
            "from-ec2-metadata",
            "from-metadata-service",
            "from-gce-metadata",
            "from-digitalocean-metadata",
            "from-packet-metadata",
            "from-cloudsigma-metadata",
            "from-waagent",
            "from-vmware-guestinfo",
            "from-vmware-ovf-env",
            "from-proc-cmdline",
            "oem",
            "convert-netconf");
    private static final Set<String> WITH_VALUE = Set.of("from-file", "workspace", "ssh-key-name");

    private final PrintWriter out;
    private final PrintWriter err;
    private boolean validate;
    private boolean version;
    private @Nullable Path file;

    private CoreosCloudinit(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    static int run(List<String> args, PrintWriter out, PrintWriter err) {
        CoreosCloudinit program = new CoreosCloudinit(out, err);
        try {
            program.parse(args);
            return program.act();
        } catch (UsageFault e) {
            err.println(NAME + ": " + e.getMessage());
            return NO_DATASOURCE;
        } catch (Refusal e) {
            err.println(NAME + ": " + e.getMessage());
            return 1;
        }
    }

    private void parse(List<String> args) throws UsageFault {
        for (int i = 0; i < args.size(); i++) {
            String flag = args.get(i).replaceFirst("^--?", "");
            int equals = flag.indexOf('=');
            String name = equals < 0 ? flag : flag.substring(0, equals);
            if (!args.get(i).startsWith("-")) {
                throw new UsageFault(
                        "unexpected argument '%s'; every option begins with a dash".formatted(args.get(i)));
            }
            if (NOT_YET.contains(name)) {
                throw new UsageFault("-%s is not supported yet; use -from-file FILE".formatted(name));
            }
            if (SWITCHES.contains(name)) {
                set(name, equals < 0 || !flag.endsWith("=false"));
            } else if (WITH_VALUE.contains(name)) {
                if (equals < 0 && ++i == args.size()) {
                    throw new UsageFault("-%s needs a value".formatted(name));
                }
                take(name, equals < 0 ? args.get(i) : flag.substring(equals + 1));
            } else {
                throw new UsageFault(
                        "there is no option -%s; there are -from-file FILE, -validate and -version".formatted(name));
            }
        }
    }

    private void set(String name, boolean on) {
        switch (name) {
            case "validate" -> validate = on;
            case "version" -> version = on;
            default -> {}
        }
    }

    private void take(String name, String value) {
        if (name.equals("from-file")) {
            file = Path.of(value);
        }
    }

    private int act() throws UsageFault, Refusal {
        if (version) {
            out.println("%s %s (muster %s)".formatted(NAME, ORIGINAL_VERSION, ProductVersion.muster()));
            return 0;
        }
        if (file == null) {
            throw new UsageFault("no datasource; name one with -from-file FILE");
        }
        Report report = new UserDataFile(file).read().report();
        report.findings().forEach(this::print);
        if (validate) {
            return report.findings().isEmpty() ? 0 : 1;
        }
        throw new Refusal("applying to the running system is not supported yet; check with -validate,"
                + " or write the files below a folder: node-agent render --root DIR " + file);
    }

    /// As the original logs it: when, and then in its words where it has any.
    private void print(Finding finding) {
        err.println(LOG_TIME.format(LocalDateTime.now(ZoneId.systemDefault())) + " " + finding.originalLine());
    }

    /// A command line that cannot be read.
    private static final class UsageFault extends Exception {
        private static final long serialVersionUID = 1L;

        UsageFault(String message) {
            super(message);
        }
    }
}
