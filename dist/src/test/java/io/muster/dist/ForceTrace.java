package io.muster.dist;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What one member wrote, forced and answered, and when, as `strace -f -ttt -T -y` saw it. All members' traces must
/// come from one machine, since their times are compared.
///
/// strace stops a thread where a call begins and where it ends and notes the time while it stands: a call that is
/// seen to begin after another was seen to end did begin after it.
final class ForceTrace {
    private static final Pattern LINE = Pattern.compile("(\\d+) +(\\d+\\.\\d+) (.*)");
    private static final Pattern CALL = Pattern.compile("(\\w+)\\(\\d+<([^>]*)>(.*)", Pattern.DOTALL);
    private static final Pattern RESUMED = Pattern.compile("<\\.\\.\\. \\w+ resumed>(.*)", Pattern.DOTALL);
    private static final Pattern RESULT = Pattern.compile(".*\\) += (-?\\d+).*?(?:<(\\d+\\.\\d+)>)?", Pattern.DOTALL);
    private static final String UNFINISHED = " <unfinished ...>";

    private final List<Call> calls;

    private ForceTrace(List<Call> calls) {
        this.calls = calls;
    }

    /// One system call on a file or a socket.
    ///
    /// @param target the path of the file, or `socket:[number]`
    /// @param text its arguments, among them what was written, as strace spells it
    /// @param begin seconds
    /// @param end seconds
    private record Call(String name, String target, String text, double begin, double end, boolean succeeded) {
        boolean isWriteTo(String suffix) {
            return name.startsWith("pwrite") && target.endsWith(suffix) && succeeded;
        }

        boolean isForce() {
            return (name.equals("fdatasync") || name.equals("fsync")) && succeeded;
        }

        boolean isAnswer() {
            return target.startsWith("socket:") && text.contains("\\\"node\\\":");
        }
    }

    private record Begun(double begin, String text) {}

    static ForceTrace parse(Stream<String> lines) {
        List<Call> calls = new ArrayList<>();
        Map<String, Begun> unfinished = new HashMap<>();
        lines.forEach(line -> {
            Matcher parts = LINE.matcher(line);
            if (parts.matches()) {
                String thread = parts.group(1);
                double time = Double.parseDouble(parts.group(2));
                String text = parts.group(3);
                Matcher resumed = RESUMED.matcher(text);
                if (text.endsWith(UNFINISHED)) {
                    String begun = text.substring(0, text.length() - UNFINISHED.length());
                    unfinished.put(thread, new Begun(time, begun));
                } else if (resumed.matches()) {
                    Begun begun = unfinished.remove(thread);
                    if (begun != null) {
                        add(calls, begun.begin(), time, begun.text() + resumed.group(1));
                    }
                } else {
                    add(calls, time, time, text);
                }
            }
        });
        // An answer counts from its beginning on, whether or not it came to an end.
        unfinished.values().forEach(begun -> add(calls, begun.begin(), Double.MAX_VALUE, begun.text()));
        return new ForceTrace(calls);
    }

    /// When the member began to answer a client with that value; empty when it did not.
    OptionalDouble answered(String value) {
        return calls.stream()
                .filter(call -> call.isAnswer() && call.text().contains(value))
                .mapToDouble(Call::begin)
                .min();
    }

    /// When the value was forced to the member's log; empty when it was not.
    OptionalDouble forced(String value) {
        return calls.stream()
                .filter(call -> call.isWriteTo(".log") && call.text().contains(value))
                .flatMap(write -> calls.stream()
                        .filter(call ->
                                call.isForce() && call.target().equals(write.target()) && call.begin() >= write.end()))
                .mapToDouble(Call::end)
                .min();
    }

    /// Whether a value was answered by some member before most had forced it; empty when all is well.
    static String fault(List<ForceTrace> members, String value) {
        OptionalDouble answered = members.stream()
                .flatMapToDouble(member -> member.answered(value).stream())
                .min();
        if (answered.isEmpty()) {
            return value + ": no answer is in the traces";
        }
        long forced = members.stream()
                .flatMapToDouble(member -> member.forced(value).stream())
                .filter(time -> time <= answered.getAsDouble())
                .count();
        return forced > members.size() / 2
                ? ""
                : value + ": was answered when " + forced + " of " + members.size() + " members had forced it";
    }

    private static void add(List<Call> calls, double begin, double seen, String text) {
        Matcher call = CALL.matcher(text);
        if (call.matches()) {
            Matcher result = RESULT.matcher(call.group(3));
            boolean ended = result.matches();
            boolean succeeded = ended && Long.parseLong(result.group(1)) >= 0;
            double took = ended && result.group(2) != null ? Double.parseDouble(result.group(2)) : 0;
            calls.add(new Call(
                    call.group(1), call.group(2), call.group(3), begin, Math.max(seen, begin + took), succeeded));
        }
    }
}
