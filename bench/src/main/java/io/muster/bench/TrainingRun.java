package io.muster.bench;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.ConstantPool;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// Records which classes the programs of an image use, and what of them they resolve: `dist/cds/*.list`, of which the
/// build makes class-data archives beside the jars (JEP 483). A member rejoins its cluster and serves a mixed load;
/// etcdctl rehearses its verbs; node-agent checks a file.
///
/// The lists are sources: what a JVM notes depends on what its threads were doing at that moment, and the same sources
/// are to give the same bytes. One that has become old costs time at start, nothing else.
final class TrainingRun {
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final List<String> COMMANDS = List.of(
            "mkdir /rehearsal",
            "set /rehearsal/a 1",
            "-o json set --ttl 100 /rehearsal/a 2",
            "get /rehearsal/a",
            "-o extended get --quorum /rehearsal/a",
            "update /rehearsal/a 3",
            "mk --in-order /rehearsal/queue 4",
            "ls --sort --recursive -p /rehearsal",
            "watch --after-index 1 --recursive /",
            "rm --with-value 3 /rehearsal/a",
            "rm --recursive /rehearsal",
            "member list",
            "cluster-health",
            "--version");
    private static final String DOCUMENT = """
            #cloud-config
            hostname: trained
            hostnam: misspelt
            ssh_authorized_keys:
              - ssh-ed25519 AAAA me
            coreos:
              etcd2:
                discovery: https://discovery.example/0123
                advertise-client-urls: http://$private_ipv4:2379
                listen-client-urls: "http://0.0.0.0:2379"
                heartbeat-interval: 100
                debug: off
              units:
                - name: web.service
                  command: start
                  enable: true
                  content: |
                    [Unit]
                    After=docker.service
            users:
              - {name: joe, groups: [docker], homedir: 7}
            write_files:
              - {path: /etc/motd, permissions: "0644", owner: root, encoding: b64, content: aGVsbG8=}
            """;

    /// What the JVM happens to have resolved when it makes an archive goes in, too. Its map of the jars, by their
    /// numbers in the file system, has lists or trees in it, as these are, so both ways of a map are always in.
    private static final List<String> WHOLE = List.of("java/util/HashMap", "java/util/HashMap$TreeNode");

    private static final int CLIENTS = 8;
    private static final int ROUNDS = 250;

    private TrainingRun() {}

    /// Trains the programs of [Image#current], which must have no archives yet, for what a JVM takes from one it does
    /// not note.
    ///
    /// @param args where the lists go
    public static void main(String[] args) throws IOException {
        Path lists = Files.createDirectories(Path.of(args[0]).toAbsolutePath());
        Path data = Files.createTempDirectory("muster-training-");
        List<String> server = List.of(Image.current().program("keyspace-server").toString());
        try (StaticCluster cluster = StaticCluster.start(server, data, 3)) {
            load(cluster.client(0));
            rehearse(cluster.clientUrl(0), data);
            check(data);
            cluster.process(0).stop();
            cluster.restart(0, record("servers"));
            cluster.awaitHealthy();
            load(cluster.client(0));
            cluster.process(0).stop(LIMIT);
            for (String list : List.of("servers", "etcdctl", "check")) {
                Files.write(lists.resolve(list + ".list"), tidy(Files.readAllLines(data.resolve(list + ".list"))));
            }
        } finally {
            Directories.delete(data);
        }
    }

    // a plain name, for the launcher takes options apart at blanks; all programs run in the directory of the data
    private static Map<String, String> record(String list) {
        return Map.of("MUSTER_JAVA_OPTS", "-Xshare:off -XX:DumpLoadedClassList=" + list + ".list");
    }

    /// Sorted, so that two lists can be compared: classes first, then what is resolved in them. Their numbers would be
    /// for classes of other class loaders, of which there are none, and lambdas are among what is resolved.
    static List<String> tidy(List<String> noted) {
        Stream<String> lines = noted.stream()
                .filter(line ->
                        !line.startsWith("#") && !line.startsWith("@lambda-proxy") && !line.contains(" source: "))
                .filter(line -> WHOLE.stream().noneMatch(name -> line.startsWith("@cp " + name + " ")))
                .map(line -> line.replaceFirst(" id: [0-9]+$", ""));
        return Stream.of(lines, WHOLE.stream(), WHOLE.stream().map(TrainingRun::whole))
                .flatMap(Function.identity())
                .distinct()
                .sorted(Comparator.comparing((String line) -> line.startsWith("@"))
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /// The line of all that there is to resolve in a class.
    ///
    /// @param name of a class of the JDK, with slashes
    private static String whole(String name) {
        try (InputStream bytes = ClassLoader.getSystemResourceAsStream(name + ".class")) {
            ConstantPool constants = ClassFile.of()
                    .parse(requireNonNull(bytes, name).readAllBytes())
                    .constantPool();
            return StreamSupport.stream(constants.spliterator(), false)
                    .filter(entry -> entry instanceof ClassEntry || entry instanceof MemberRefEntry)
                    .map(entry -> String.valueOf(entry.index()))
                    .collect(Collectors.joining(" ", "@cp " + name + " ", ""));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name, e);
        }
    }

    private static void rehearse(String url, Path directory) throws IOException {
        Path lines = Files.write(
                directory.resolve("rehearsal"),
                COMMANDS.stream()
                        .map(command -> "--timeout=20s --total-timeout=30s --endpoints=" + url + " " + command)
                        .toList());
        run(
                "etcdctl",
                lines,
                directory,
                "sh",
                "-c",
                "home=$1; . $home/launch/launch.sh; . $home/launch/etcdctl.sh; launch io.muster.etcdctl.Rehearsal",
                "etcdctl",
                Image.current().home().toString());
    }

    private static void check(Path directory) throws IOException {
        Path document = Files.writeString(directory.resolve("user-data"), DOCUMENT);
        run(
                "check",
                document,
                directory,
                Image.current().program("node-agent").toString(),
                "validate",
                document.toString());
    }

    private static void run(String list, Path input, Path directory, String... command) throws IOException {
        Path log = directory.resolve(list + ".log");
        ProcessBuilder program = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(input.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        program.environment().putAll(record(list));
        Process process = program.start();
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException(list + " still trains");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + list + " trained", e);
        } finally {
            process.destroyForcibly();
        }
        if (!Files.exists(directory.resolve(list + ".list"))) {
            throw new IllegalStateException("the JVM noted nothing:\n" + Files.readString(log));
        }
    }

    private static void load(V2Client client) {
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture.allOf(IntStream.range(0, CLIENTS)
                            .mapToObj(number -> CompletableFuture.runAsync(() -> load(client, number), clients))
                            .toArray(CompletableFuture[]::new))
                    .join();
        }
    }

    private static void load(V2Client client, int number) {
        try {
            for (int round = 0; round < ROUNDS; round++) {
                String key = "/training/" + number + "/" + round % 20;
                client.set(key, "x".repeat(100));
                client.get("/v2/keys" + key);
                client.get("/v2/keys" + key + "?quorum=true");
                client.get("/v2/keys/training/" + number + "?sorted=true");
                client.get("/v2/keys/training?wait=true&recursive=true&waitIndex=10");
            }
        } catch (IOException e) {
            throw new IllegalStateException("the load failed: " + e, e);
        }
    }
}
