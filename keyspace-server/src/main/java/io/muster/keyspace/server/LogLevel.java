package io.muster.keyspace.server;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.spi.LocationAwareLogger;

/// How much of the log is written, in etcd's words; it can be changed while the process runs.
public enum LogLevel {
    CRITICAL(LocationAwareLogger.ERROR_INT),
    ERROR(LocationAwareLogger.ERROR_INT),
    WARNING(LocationAwareLogger.WARN_INT),
    NOTICE(LocationAwareLogger.WARN_INT),
    INFO(LocationAwareLogger.INFO_INT),
    DEBUG(LocationAwareLogger.DEBUG_INT),
    TRACE(LocationAwareLogger.TRACE_INT);

    private final int severityMin;

    LogLevel(int severityMin) {
        this.severityMin = severityMin;
    }

    /// The level of that name or initial, in whatever case.
    public static Optional<LogLevel> named(String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(level -> level.name().equals(upper)
                        || level.name().substring(0, 1).equals(upper))
                .findFirst();
    }

    /// In slf4j's numbers.
    int severityMin() {
        return severityMin;
    }

    /// Makes this the level of the whole process.
    public void apply() {
        LeveledLogs.setLevels(this, Map.of());
    }
}
