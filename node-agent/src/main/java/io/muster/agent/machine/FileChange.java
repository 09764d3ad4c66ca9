package io.muster.agent.machine;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.ArrayList;
import java.util.List;

/// One file as it is and as it is to be.
///
/// @param path on the machine
public record FileChange(String path, State before, State after) {
    private static final int CONTEXT = 3;
    private static final int OTHERS_MAY_READ = 0044;
    private static final int MAX_DIFF = 1 << 20;

    /// What is at a path.
    public sealed interface State {
        record Nothing() implements State {}

        record Text(String text, int mode) implements State {}

        record Link(String target) implements State {}
    }

    /// A unified diff, lines without their ends. What only its owner may read is not shown.
    public List<String> diff() {
        List<String> lines = new ArrayList<>();
        String from = before instanceof State.Nothing ? "/dev/null" : path;
        String to = after instanceof State.Nothing ? "/dev/null" : path;
        if (isSecret(before) || isSecret(after)) {
            lines.add("--- " + from);
            lines.add("+++ " + to);
            lines.add("(not shown: only its owner may read it)");
        } else {
            List<String> old = lines(before);
            lines.addAll(
                    UnifiedDiffUtils.generateUnifiedDiff(from, to, old, DiffUtils.diff(old, lines(after)), CONTEXT));
        }
        if (before instanceof State.Text was && after instanceof State.Text is && was.mode() != is.mode()) {
            lines.add("mode of %s: %04o becomes %04o".formatted(path, was.mode(), is.mode()));
        }
        return lines;
    }

    private static boolean isSecret(State state) {
        return state instanceof State.Text text && (text.mode() & OTHERS_MAY_READ) == 0;
    }

    private static List<String> lines(State state) {
        return switch (state) {
            case State.Nothing nothing -> List.of();
            case State.Link link -> List.of("-> " + link.target());
            case State.Text text
            when text.text().length() > MAX_DIFF ->
                List.of("(%d characters)".formatted(text.text().length()));
            case State.Text text when text.text().indexOf(0) >= 0 -> List.of("(binary)");
            case State.Text text -> text.text().lines().toList();
        };
    }
}
