package io.muster.agent;

import io.muster.agent.machine.Root;
import io.muster.agent.machine.RootMachine;
import io.muster.cloudconfig.Bytes;
import io.muster.cloudconfig.Facts;
import io.muster.cloudconfig.Plan;
import io.muster.cloudconfig.Step;
import io.muster.cloudconfig.UserData;
import io.muster.keyspace.server.KeyspaceServer;
import io.muster.keyspace.server.Node;
import io.muster.keyspace.server.ProxyServer;
import io.muster.keyspace.server.ServerConfig;
import io.muster.keyspace.server.StandbyServer;
import io.muster.keyspace.server.StartFailure;
import io.muster.keyspace.server.StopSignal;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `node-agent up`: a whole machine in one process, its disk a folder. It reports its boot as one with systemd does.
@Command(
        name = "up",
        description = "Write what user-data asks for below a folder, then run the member it names, in this process,"
                + " until SIGTERM.",
        mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
    private static final String KEPT_USER_DATA = "/var/lib/coreos-install/user_data";
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int SECRET = 0600;
    private static final int READ_ONLY = 0444;

    @Option(
            names = "--user-data",
            paramLabel = "FILE",
            description = "what the machine is to become, unless a --from option names a source")
    private @Nullable Path file;

    @Option(names = "--root", paramLabel = "DIR", required = true, description = "the folder that stands for its disk")
    private Path folder = Path.of("");

    @Option(names = "--port-base", paramLabel = "N", description = "use ports N to N+3 for 2379, 2380, 4001 and 7001")
    private @Nullable Integer portBase;

    @Mixin
    private MachineOptions machine = new MachineOptions();

    @Mixin
    private SourceOptions sources = new SourceOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws Refusal, IOException, InterruptedException, StartFailure {
        PrintWriter out = spec.commandLine().getOut();
        Boot boot = Boot.read(
                        sources.choose(file),
                        machine,
                        sources,
                        spec.commandLine().getErr())
                .requireSound()
                .requireToken()
                .on(ports());
        Root root = Root.at(folder);
        RootMachine target = new RootMachine(root);
        Plan plan = plan(boot, target.facts());
        out.println("plan: " + plan.summary());
        // options that the server refuses are found here, before anything is written
        Optional<ServerConfig> member = plan.member().isPresent()
                ? Optional.of(ServerConfig.parse(
                        List.of(), MemberEnvironment.of(plan.member().get(), root)))
                : Optional.empty();
        Set<String> runHere = plan.member().stream()
                .map(planned -> planned.options().section().unit())
                .collect(Collectors.toSet());
        SavedReport begun = SavedReport.begun(InstantSource.system()).planned(boot, plan);
        BootReport report = BootReport.perform(plan, target.running(runHere), out::println);
        SavedReport ended = begun.ended(report, boot.trouble(), InstantSource.system());
        new ReportFile(root, Target.LIVE.workspace()).save(ended);
        Outcome.exitCode(boot, report, sources);
        if (member.isEmpty()) {
            out.println("there is no member to run: the user-data has no coreos.etcd2 section");
            return 0;
        }
        Thread telling = Thread.ofVirtual().start(() -> tell(ended, out));
        try {
            serve(member.get(), out);
        } finally {
            telling.interrupt();
        }
        return 0;
    }

    /// Tells the discovery page, which nothing waits for: the member registers only now.
    private static void tell(SavedReport report, PrintWriter out) {
        if (report.discovery() == null) {
            return;
        }
        try {
            out.println(DiscoveryPage.tell(report, PATIENCE));
        } catch (InterruptedException e) {
            // the machine stops
            Thread.currentThread().interrupt();
        }
    }

    /// Returns when the process is told to end, with this thread interrupted.
    private static void serve(ServerConfig config, PrintWriter out) throws StartFailure {
        Runnable withdraw = StopSignal.interruptsThisThread();
        try (Node node = Node.start(config)) {
            String clients = String.join(",", node.clientUrls());
            switch (node) {
                case KeyspaceServer server ->
                    out.printf(
                            "serving: %s, clients %s, peers %s%n",
                            config.name(),
                            clients,
                            String.join(",", server.self().peerUrls()));
                case ProxyServer _ ->
                    out.printf("serving: %s, a proxy since the cluster is full, clients %s%n", config.name(), clients);
                case StandbyServer _ ->
                    out.printf("serving: %s, a standby until there is a seat, clients %s%n", config.name(), clients);
            }
            out.flush();
            node.awaitStop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (!Thread.currentThread().isInterrupted()) {
                withdraw.run();
            }
        }
    }

    private @Nullable PortBase ports() {
        try {
            return portBase == null ? null : new PortBase(portBase);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private static Plan plan(Boot boot, Facts facts) {
        List<Step> first = new ArrayList<>();
        Facts named = facts;
        if (facts.memberName().isEmpty()) {
            String id = UUID.randomUUID().toString().replace("-", "");
            named = facts.withMemberName(id);
            first.add(new Step.WriteFile(
                    RootMachine.MACHINE_ID,
                    Bytes.of(id + "\n"),
                    READ_ONLY,
                    null,
                    "every machine has an id of its own"));
        }
        if (boot.data() instanceof UserData.Document document) {
            first.add(new Step.WriteFile(
                    KEPT_USER_DATA, Bytes.of(document.text()), SECRET, null, "kept with the token filled in"));
        }
        return boot.plan(named).after(first);
    }
}
