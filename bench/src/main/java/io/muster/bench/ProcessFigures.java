package io.muster.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// What Linux knows of a running process. Source: `proc(5)`.
public final class ProcessFigures {
    // USER_HZ, which is the same on every Linux that the JDK runs on.
    private static final long TICKS_A_SECOND = 100;
    private static final int USER_TICKS = 11;

    private ProcessFigures() {}

    /// How much of the processors' time the process has used so far, in steps of 10 ms.
    static Duration processorTime(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        // The name of the program comes second, in parentheses, and may contain anything.
        List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "));
        long ticks = Long.parseLong(fields.get(USER_TICKS)) + Long.parseLong(fields.get(USER_TICKS + 1));
        return Duration.ofMillis(ticks * 1000 / TICKS_A_SECOND);
    }

    /// How much memory of the machine the process occupies.
    public static long residentBytes(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) << 10;
            }
        }
        throw new IOException("process " + pid + " is gone");
    }
}
