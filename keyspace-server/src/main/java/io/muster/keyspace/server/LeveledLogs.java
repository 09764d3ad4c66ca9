package io.muster.keyspace.server;

import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.simple.SimpleLogger;
import org.slf4j.simple.SimpleLoggerFactory;
import org.slf4j.simple.SimpleServiceProvider;

/// slf4j's simple log with a level that can be changed while the process runs. Loggers of other houses never say more
/// than they are configured to.
public final class LeveledLogs extends SimpleServiceProvider {
    private static final int AS_CONFIGURED = -1;

    private static volatile int severityMin = AS_CONFIGURED;

    private final ILoggerFactory loggers = new Loggers();

    /// Makes slf4j use this; before the first logger is made.
    static void install() {
        System.setProperty("slf4j.provider", LeveledLogs.class.getName());
        // Otherwise slf4j begins the log with the news that it does as it was told.
        System.setProperty("slf4j.internal.verbosity", "WARN");
    }

    static void setSeverityMin(int severity) {
        severityMin = severity;
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

        Leveled(String name) {
            super(name);
            ours = name.startsWith("io.muster.");
        }

        @Override
        protected boolean isLevelEnabled(int severity) {
            int min = severityMin;
            if (min == AS_CONFIGURED) {
                return super.isLevelEnabled(severity);
            }
            return severity >= min && (ours || super.isLevelEnabled(severity));
        }
    }
}
