package io.muster.keyspace.server.http;

import com.sun.management.UnixOperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.DoubleSupplier;

/// The process, under the names that every Prometheus client has for it, and its virtual machine.
public final class ProcessMeters implements MeterBinder {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e3;

    @Override
    public void bindTo(MeterRegistry meters) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            FunctionCounter.builder("process_cpu_seconds", system, s -> s.getProcessCpuTime() / NANOS)
                    .description("Processor time used, in seconds.")
                    .register(meters);
            gauge("process_open_fds", "Open file descriptors.", system::getOpenFileDescriptorCount, meters);
            gauge(
                    "process_max_fds",
                    "The most file descriptors there may be.",
                    system::getMaxFileDescriptorCount,
                    meters);
        }
        if (Files.isReadable(STATUS)) {
            gauge("process_resident_memory_bytes", "Memory in use.", () -> memory("VmRSS:"), meters);
            gauge("process_virtual_memory_bytes", "Address space in use.", () -> memory("VmSize:"), meters);
        }
        double started = ManagementFactory.getRuntimeMXBean().getStartTime() / MILLIS;
        gauge("process_start_time_seconds", "When it was started, in seconds since 1970.", () -> started, meters);
        new JvmMemoryMetrics().bindTo(meters);
        new JvmThreadMetrics().bindTo(meters);
        new ClassLoaderMetrics().bindTo(meters);
    }

    private static void gauge(String name, String help, DoubleSupplier value, MeterRegistry meters) {
        Gauge.builder(name, value::getAsDouble)
                .description(help)
                .strongReference(true)
                .register(meters);
    }

    // Linux tells in units of 1024 bytes.
    private static double memory(String field) {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith(field))
                    .mapToDouble(line -> 1024 * Double.parseDouble(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(Double.NaN);
        } catch (IOException e) {
            return Double.NaN;
        }
    }
}
