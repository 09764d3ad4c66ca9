package io.muster.agent.machine;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.muster.cloudconfig.Bytes;
import io.muster.cloudconfig.Facts;
import io.muster.cloudconfig.Plan;
import io.muster.cloudconfig.Step;
import io.muster.cloudconfig.Step.AuthorizeKeys;
import io.muster.cloudconfig.Step.RunScript;
import io.muster.cloudconfig.Step.WriteFile;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A system below a folder: its files are written, its services are not touched, because none run there. Performing a
/// plan twice changes nothing the second time.
public final class RootMachine implements Machine {
    /// Where a system keeps its id.
    public static final String MACHINE_ID = "/etc/machine-id";

    private static final int PUBLIC = 0644;
    private static final int SCRIPT = 0744;
    private static final String NOTHING = "/dev/null";
    private static final String WORKSPACE = "/var/lib/coreos-cloudinit";
    private static final String RUNTIME_UNITS = "/run/systemd/system";
    private static final StepResult NO_SERVICES = new StepResult.Left("no service runs below a folder");

    private final Root root;
    private final Set<String> runHere;
    private final String workspace;
    private final Accounts accounts;
    private final AuthorizedKeys keys;
    private final UnitLinks units;

    public RootMachine(Root root) {
        this(root, WORKSPACE);
    }

    /// A system whose scripts are kept elsewhere.
    ///
    /// @param workspace where
    public RootMachine(Root root, String workspace) {
        this(root, workspace, Set.of());
    }

    private RootMachine(Root root, String workspace, Set<String> runHere) {
        this.root = root;
        this.workspace = workspace;
        this.runHere = Set.copyOf(runHere);
        this.accounts = new Accounts(root);
        this.keys = new AuthorizedKeys(root, accounts);
        this.units = new UnitLinks(root);
    }

    /// The same system, whose caller runs these units itself.
    public RootMachine running(Set<String> units) {
        return new RootMachine(root, workspace, units);
    }

    /// A member that its options give no name is called by the machine's id, which is empty while there is none.
    @Override
    public Facts facts() throws IOException {
        Optional<String> updateConf = root.read("/etc/coreos/update.conf");
        if (updateConf.isEmpty()) {
            updateConf = root.read("/usr/share/coreos/update.conf");
        }
        return new Facts(
                root.read("/etc/hostname")
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .orElse("localhost"),
                accounts.names(),
                root.read(MACHINE_ID).map(String::strip).orElse(""),
                root.read("/etc/environment").orElse(null),
                updateConf.orElse(null),
                masked());
    }

    @Override
    public Optional<String> obstacle(Plan plan) throws IOException {
        return new Preflight(root, accounts).obstacle(plan.steps());
    }

    @Override
    public StepResult perform(Step step) throws StepFailed {
        try {
            return attempt(step);
        } catch (FileSystemException e) {
            throw new StepFailed("cannot %s: %s".formatted(step.action(), reason(e)), e);
        } catch (IOException e) {
            throw new StepFailed("cannot %s: %s".formatted(step.action(), e.getMessage()), e);
        }
    }

    private StepResult attempt(Step step) throws IOException, StepFailed {
        return switch (step) {
            case Step.SetHostname name -> write("/etc/hostname", Bytes.of(name.hostname() + "\n"), PUBLIC);
            case Step.AddUser add -> {
                accounts.add(add.user());
                yield new StepResult.Done();
            }
            case Step.SetPassword password -> changed(accounts.setPassword(password.user(), password.passwordHash()));
            case AuthorizeKeys authorize -> keys.authorize(authorize);
            case WriteFile file -> {
                Ownership owner = file.owner() == null ? Ownership.ROOT : accounts.parse(file.owner());
                yield changed(root.write(file.path(), file.content(), file.mode(), owner));
            }
            case Step.PlaceUnit unit -> write(unit.path(), Bytes.of(unit.content()), PUBLIC);
            case Step.PlaceDropIn dropIn -> write(dropIn.path(), Bytes.of(dropIn.content()), PUBLIC);
            case Step.MaskUnit unit -> changed(root.link(unit.path(), NOTHING));
            case Step.UnmaskUnit unit -> changed(root.delete(unit.path()));
            case Step.EnableUnit unit -> units.enable(unit);
            case Step.RestartNetwork network -> NO_SERVICES;
            case Step.ReloadUnits reload -> NO_SERVICES;
            case Step.CommandUnit command ->
                runHere.contains(command.unit()) ? new StepResult.Left("this process runs it") : NO_SERVICES;
            case RunScript script -> store(script);
        };
    }

    /// Stores the script where a booted system would, under a name that follows from its content.
    private StepResult store(RunScript script) throws IOException {
        StoredScript stored = StoredScript.in(workspace, script.script());
        root.write(stored.path(), script.script(), SCRIPT, Ownership.ROOT);
        write(workspace + "/scripts/unit-name", Bytes.of(stored.unit()), PUBLIC);
        return new StepResult.Left("stored, and run only on a system that boots");
    }

    private StepResult write(String path, Bytes content, int mode) throws IOException {
        return changed(root.write(path, content, mode, Ownership.ROOT));
    }

    private static StepResult changed(boolean changed) {
        return changed ? new StepResult.Done() : new StepResult.Unchanged();
    }

    Root root() {
        return root;
    }

    String workspace() {
        return workspace;
    }

    private Set<String> masked() throws IOException {
        Path folder = root.resolve(RUNTIME_UNITS);
        Set<String> masked = new HashSet<>();
        if (!Files.isDirectory(folder)) {
            return masked;
        }
        try (Stream<Path> units = Files.list(folder)) {
            for (Path unit : (Iterable<Path>) units::iterator) {
                if (isMask(unit)) {
                    masked.add(unit.getFileName().toString());
                }
            }
        }
        return masked;
    }

    /// A link to nothing, or an empty file. Archives and disks that know no links keep one as a file that names its
    /// target, which is no unit either.
    private static boolean isMask(Path unit) throws IOException {
        if (Files.isSymbolicLink(unit)) {
            return Files.readSymbolicLink(unit).toString().equals(NOTHING);
        }
        return Files.isRegularFile(unit)
                && (Files.size(unit) == 0 || Arrays.equals(Files.readAllBytes(unit), NOTHING.getBytes(US_ASCII)));
    }

    static String reason(FileSystemException e) {
        String what = e.getReason() != null
                ? e.getReason()
                : switch (e) {
                    case java.nio.file.NotDirectoryException _ -> "is not a folder";
                    case java.nio.file.AccessDeniedException _ -> "permission denied";
                    default -> e.getClass().getSimpleName();
                };
        return e.getFile() + ": " + what;
    }
}
