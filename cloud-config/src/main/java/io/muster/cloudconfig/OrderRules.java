package io.muster.cloudconfig;

import io.muster.cloudconfig.UnitText.Word;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Rules for the order in which the units of `coreos.units` start.
final class OrderRules {
    private static final String AFTER = "After";
    private static final String BEFORE = "Before";
    private static final int NAMES_SHOWN = 6;
    private static final int MAX_TOLD = 50;

    /// What is under way while a document is applied and its units are commanded.
    private static final Pattern BOOT = Pattern.compile(
            "(system|user)-config\\.target|(oem|system|user)-cloudinit(@.*)?\\.service|coreos-cloudinit.*\\.service"
                    + "|muster-boot(-late)?\\.service");

    /// By unit, what it starts after.
    private final Map<String, List<Edge>> edges = new LinkedHashMap<>();

    private final Report.Builder report;
    private int told;

    private OrderRules(Report.Builder report) {
        this.report = report;
    }

    /// @param text where it stands, at this index
    private record Edge(String after, Value.Text text, int index) {}

    static void check(List<Value.Section> units, Report.Builder report) {
        OrderRules rules = new OrderRules(report);
        units.stream().filter(unit -> !unit.flag("mask")).forEach(rules::add);
        rules.findCycles();
    }

    private void add(Value.Section unit) {
        unit.text("name").ifPresent(name -> Stream.concat(
                        unit.text("content").stream(),
                        unit.sections("drop_ins").stream().flatMap(dropIn -> dropIn.text("content").stream()))
                .forEach(content -> add(unit, name.value(), content)));
    }

    private void add(Value.Section unit, String name, Value.Text content) {
        for (Word word : UnitText.words(content.value(), Set.of(AFTER, BEFORE))) {
            boolean after = word.setting().equals(AFTER);
            edges.computeIfAbsent(after ? name : word.word(), key -> new ArrayList<>())
                    .add(new Edge(after ? word.word() : name, content, word.index()));
            if (after && told < MAX_TOLD && BOOT.matcher(word.word()).matches()) {
                unit.text("command")
                        .filter(command -> !command.value().equals("stop"))
                        .ifPresent(command -> waits(name, command.value(), content, word));
            }
        }
    }

    private void waits(String name, String command, Value.Text content, Word word) {
        told++;
        report.warning(
                content.at(word.index()),
                Code.WAITS_FOR_BOOT,
                "%s is told to %s while the document is applied, and waits for %s, which waits for that"
                        .formatted(Quoted.of(name), command, word.word()),
                "leave out this After= or the command");
    }

    /// Walks from each unit to those it starts after. Who is met again on the way closes a circle.
    private void findCycles() {
        Set<String> done = new HashSet<>();
        for (String start : List.copyOf(edges.keySet())) {
            if (!done.contains(start)) {
                walk(start, done);
            }
        }
    }

    private void walk(String start, Set<String> done) {
        Deque<Iterator<Edge>> ways = new ArrayDeque<>();
        List<String> path = new ArrayList<>();
        Map<String, Integer> depths = new HashMap<>();
        enter(start, ways, path, depths);
        while (!ways.isEmpty()) {
            if (!ways.peek().hasNext()) {
                ways.pop();
                String left = path.removeLast();
                depths.remove(left);
                done.add(left);
                continue;
            }
            Edge edge = ways.peek().next();
            Integer depth = depths.get(edge.after());
            if (depth != null && told < MAX_TOLD) {
                tell(path.subList(depth, path.size()), edge);
            } else if (depth == null && !done.contains(edge.after())) {
                enter(edge.after(), ways, path, depths);
            }
        }
    }

    private void enter(String unit, Deque<Iterator<Edge>> ways, List<String> path, Map<String, Integer> depths) {
        depths.put(unit, path.size());
        path.add(unit);
        ways.push(edges.getOrDefault(unit, List.of()).iterator());
    }

    private void tell(List<String> circle, Edge closing) {
        told++;
        String names = String.join(" after ", circle.subList(0, Math.min(circle.size(), NAMES_SHOWN)))
                + (circle.size() > NAMES_SHOWN ? " after …" : "")
                + " after "
                + closing.after();
        report.warning(
                closing.text().at(closing.index()),
                Code.ORDERING_CYCLE,
                "units are to start in a circle: " + names,
                "take out one of the After= or Before=, or systemd leaves out a unit");
    }
}
