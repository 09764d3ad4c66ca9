package io.muster.dist;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The house rules of `docs/ARCHITECTURE.md`, read off the sources.
class ArchitectureTest {
    private static final int LINES_MAX = 400;
    private static final Pattern PACKAGE = Pattern.compile("^package ([\\w.]+);", Pattern.MULTILINE);
    private static final Pattern IMPORT = Pattern.compile("^import (?:static )?([\\w.]+)", Pattern.MULTILINE);
    private static final Pattern CLOCK = Pattern.compile(
            "\\b(Instant\\.now|System\\.currentTimeMillis|System\\.nanoTime|Clock\\.system|LocalDateTime\\.now)");

    /// Which of our own packages a module may name; the arrows of the picture.
    private static final Map<String, List<String>> ARROWS = Map.of(
            "keyspace", List.of("io.muster.keyspace"),
            "keyspace-server", List.of("io.muster.keyspace"),
            "discovery-server", List.of("io.muster.discovery", "io.muster.keyspace"),
            "cloud-config", List.of("io.muster.cloudconfig"),
            "node-agent", List.of("io.muster.agent", "io.muster.cloudconfig", "io.muster.keyspace.server"),
            "etcdctl", List.of("io.muster.etcdctl", "io.muster.keyspace"),
            "bench", List.of("io.muster.bench", "io.muster.keyspace"));

    private final List<Source> sources = sources();

    private record Source(String module, String packageName, String name, String text, Set<String> imports) {
        boolean names(String prefix) {
            return imports.stream().anyMatch(i -> i.startsWith(prefix));
        }
    }

    @Test
    void modulesPointOnlyAlongTheArrows() {
        assertNone(source -> source.imports().stream()
                .filter(i -> i.startsWith("io.muster."))
                .anyMatch(i ->
                        ARROWS.getOrDefault(source.module(), List.of()).stream().noneMatch(i::startsWith)));
        assertNone(source -> source.module().equals("keyspace") && source.names("io.muster.keyspace.server"));
        // the command line reaches into data directories, and nowhere else
        assertNone(source -> source.module().equals("etcdctl")
                && source.imports().stream()
                        .filter(i -> i.startsWith("io.muster.keyspace.server"))
                        .anyMatch(i -> !i.startsWith("io.muster.keyspace.server.offline")
                                && !i.equals("io.muster.keyspace.server.log.UnusableDataDir")));
    }

    @Test
    void theEngineIsKnownInOnePackage() {
        assertEquals(Set.of("io.muster.keyspace.server.raft"), packagesThatName("io.microraft"));
    }

    @Test
    void yamlIsKnownInOnePackageOfEachWing() {
        assertEquals(Set.of("io.muster.cloudconfig", "io.muster.etcdctl"), packagesThatName("org.yaml"));
    }

    @Test
    void theHttpServerIsKnownAtTheEdges() {
        Set<String> packages = packagesThatName("org.eclipse.jetty");
        packages.addAll(packagesThatName("io.javalin"));
        packages.removeAll(
                Set.of("io.muster.keyspace.server.http", "io.muster.keyspace.server.peer", "io.muster.discovery"));
        packages.removeAll(
                Set.of("io.muster.keyspace.server.tls", "io.muster.discovery.edge", "io.muster.discovery.page"));
        packages.removeAll(
                Set.of("io.muster.discovery.http", "io.muster.discovery.backend", "io.muster.keyspace.server.proxy"));
        assertEquals(Set.of(), packages);
    }

    @Test
    void theCoresOnlyCompute() {
        List<String> io = List.of("java.io.File", "java.nio.file", "java.net.", "java.nio.channels");
        // a URI is a value: it reaches for nothing
        List<String> values = List.of("java.net.URI", "java.net.URISyntaxException");
        assertNone(source -> isCore(source)
                && source.imports().stream().filter(i -> !values.contains(i)).anyMatch(i -> io.stream()
                        .anyMatch(i::startsWith)));
        assertNone(source -> isCore(source) && CLOCK.matcher(source.text()).find());
        assertNone(source -> isCore(source) && source.text().contains("new Thread("));
    }

    @Test
    void filesHoldOneIdeaEach() {
        assertNone(source -> source.text().lines().count() > LINES_MAX);
    }

    @Test
    void everyPackageSaysWhatItHolds() {
        Set<String> told = sources.stream()
                .filter(source -> source.name().equals("package-info.java"))
                .map(Source::packageName)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> all = sources.stream().map(Source::packageName).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(all, told);
    }

    @Test
    void nothingIsLeftForLater() {
        Pattern marker = Pattern.compile("\\b(TODO|FIXME|XXX)\\b");
        assertNone(source -> marker.matcher(source.text()).find());
    }

    private static boolean isCore(Source source) {
        return source.module().equals("keyspace") || source.module().equals("cloud-config");
    }

    private Set<String> packagesThatName(String prefix) {
        return sources.stream()
                .filter(source -> source.names(prefix))
                .map(Source::packageName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void assertNone(Predicate<Source> broken) {
        List<String> found = sources.stream()
                .filter(broken)
                .map(source -> source.module() + ": " + source.packageName() + "/" + source.name())
                .toList();
        assertEquals(List.of(), found);
    }

    private static List<Source> sources() {
        Path top = Path.of(System.getProperty("muster.sources", ".."));
        try (Stream<Path> files = Files.walk(top)) {
            List<Source> found = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> file.toString().contains("/src/main/java/"))
                    .map(file -> source(top, file))
                    .toList();
            if (found.isEmpty()) {
                throw new IllegalStateException("no sources below " + top.toAbsolutePath());
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Source source(Path top, Path file) {
        try {
            String text = Files.readString(file);
            Matcher packageName = PACKAGE.matcher(text);
            if (!packageName.find()) {
                throw new IllegalStateException(file + " has no package");
            }
            Set<String> imports = new TreeSet<>();
            Matcher each = IMPORT.matcher(text);
            while (each.find()) {
                imports.add(each.group(1));
            }
            return new Source(
                    top.relativize(file).getName(0).toString(),
                    packageName.group(1),
                    file.getFileName().toString(),
                    text,
                    imports);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
