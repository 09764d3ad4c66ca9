package io.muster.keyspace.server;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.simple.SimpleLogger;
import org.slf4j.simple.SimpleLoggerFactory;
import org.slf4j.simple.SimpleServiceProvider;

/// slf4j's simple log with a level that can be changed while the process runs. Loggers of other houses never say more
/// than they are configured to.
public final class LeveledLogs extends SimpleServiceProvider {
    private static final int AS_CONFIGURED = -1;

    private static volatile Levels levels = new Levels(AS_CONFIGURED, Map.of());

    private final ILoggerFactory loggers = new Loggers();

    /// Makes slf4j use this; before the first logger is made.
    static void install() {
        System.setProperty("slf4j.provider", LeveledLogs.class.getName());
        // Otherwise slf4j begins the log with the news that it does as it was told.
        System.setProperty("slf4j.internal.verbosity", "WARN");
    }

    /// @param all for packages that have no level of their own; null for what each is configured to
    /// @param byPackage in slf4j's numbers
    static void setLevels(@Nullable LogLevel all, Map<String, Integer> byPackage) {
        levels = new Levels(all == null ? AS_CONFIGURED : all.severityMin(), Map.copyOf(byPackage));
    }

    private record Levels(int all, Map<String, Integer> byPackage) {
        int severityMin(String packageName) {
            return byPackage.isEmpty() ? all : byPackage.getOrDefault(packageName, all);
        }
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return loggers;
    }

    private static final class Loggers extends SimpleLoggerFactory {
        @Override
        protected Logger createLogger(String name) {
            return new Leveled(name);
        }
    }

    private static final class Leveled extends SimpleLogger {
        private static final long serialVersionUID = 1L;

        private final boolean ours;
        private final String packageName;

        Leveled(String name) {
            super(name);
            ours = name.startsWith("io.muster.");
            packageName = name.substring(0, Math.max(0, name.lastIndexOf('.')));
        }

        @Override
        protected boolean isLevelEnabled(int severity) {
            int min = levels.severityMin(packageName);
            if (min == AS_CONFIGURED) {
                return super.isLevelEnabled(severity);
            }
            return severity >= min && (ours || super.isLevelEnabled(severity));
        }
    }
}
