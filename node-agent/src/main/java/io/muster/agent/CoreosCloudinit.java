package io.muster.agent;

import io.muster.agent.datasource.Datasource;
import io.muster.cloudconfig.Finding;
import io.muster.cloudconfig.Report;
import io.muster.cloudconfig.UserData;
import io.muster.keyspace.server.ProductVersion;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/// The program coreos-cloudinit 1.14.0: its flags, what they mean, and its exit codes.
final class CoreosCloudinit {
    static final String NAME = "coreos-cloudinit";

    private static final String ORIGINAL_VERSION = "1.14.0";
    private static final int NO_DATASOURCE = 2;
    private static final DateTimeFormatter LOG_TIME = DateTimeFormatter.ofPattern("yyyy/MM/dd HH:mm:ss", Locale.ROOT);

    private final PrintWriter out;
    private final PrintWriter err;
    private final Target target;

    private CoreosCloudinit(PrintWriter out, PrintWriter err, Target target) {
        this.out = out;
        this.err = err;
        this.target = target;
    }

    static int run(List<String> args, PrintWriter out, PrintWriter err) {
        return run(args, out, err, Target.LIVE);
    }

    /// @param target the machine that is acted on
    static int run(List<String> args, PrintWriter out, PrintWriter err, Target target) {
        try {
            CloudinitFlags flags = CloudinitFlags.parse(args);
            return new CoreosCloudinit(out, err, target).act(flags);
        } catch (CloudinitFlags.Misuse e) {
            err.println(NAME + ": " + e.getMessage());
            return NO_DATASOURCE;
        } catch (Refusal e) {
            err.println(NAME + ": " + e.getMessage());
            return 1;
        } catch (IOException e) {
            err.println(NAME + ": cannot look at the system: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private int act(CloudinitFlags flags) throws CloudinitFlags.Misuse, Refusal, IOException, InterruptedException {
        if (flags.has("version")) {
            out.println("%s %s (muster %s)".formatted(NAME, ORIGINAL_VERSION, ProductVersion.muster()));
            return 0;
        }
        SourceOptions sources = flags.sources();
        if (flags.has("validate")) {
            return validate(sources.choose(null));
        }
        MachineOptions options = new MachineOptions();
        options.nameKeys(flags.value("ssh-key-name"));
        return new Applying(target.workspace(flags.value("workspace")), InstantSource.system(), out)
                .apply(() -> read(options, sources), sources);
    }

    private Boot read(MachineOptions options, SourceOptions sources) throws Refusal, InterruptedException {
        Boot boot = Boot.read(sources.choose(null), options, sources, err);
        if (boot.data() instanceof UserData.Ignition) {
            out.println("Detected an Ignition config. Exiting...");
        }
        return boot;
    }

    private int validate(Datasource source) throws Refusal, InterruptedException {
        Fetched fetched = Fetched.from(source);
        if (fetched.trouble().isPresent()) {
            throw new Refusal(fetched.trouble().get());
        }
        Report report = fetched.data().report();
        report.findings().forEach(this::print);
        return report.findings().isEmpty() ? 0 : 1;
    }

    /// As the original logs it: when, and then in its words where it has any.
    private void print(Finding finding) {
        err.println(LOG_TIME.format(LocalDateTime.now(ZoneId.systemDefault())) + " " + finding.originalLine());
    }
}
