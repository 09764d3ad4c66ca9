package io.muster.keyspace.server.http;

import io.javalin.http.Context;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.stream.Collectors;
import javax.management.JMException;
import javax.management.ObjectName;

/// What the process is busy with, below `/debug/pprof` as `--enable-pprof` has it in etcd, but as text: a virtual
/// machine has no profiles that `go tool pprof` could read.
final class ProfilesApi {
    private static final String PREFIX = "/debug/pprof";

    private ProfilesApi() {}

    static void addTo(Routes routes) {
        routes.serve(PREFIX, "GET", ProfilesApi::index);
        routes.serve(PREFIX + "/", "GET", ProfilesApi::index);
        routes.serve(
                PREFIX + "/cmdline",
                "GET",
                context -> Routes.text(context, 200, String.join("\0", MonitoringApi.commandLine())));
        routes.serve(PREFIX + "/goroutine", "GET", context -> Routes.text(context, 200, threads()));
        routes.serve(PREFIX + "/threadcreate", "GET", context -> Routes.text(context, 200, threads()));
        routes.serve(PREFIX + "/heap", "GET", context -> Routes.text(context, 200, diagnosis("gcClassHistogram")));
        routes.serve(PREFIX + "/profile", "GET", ProfilesApi::refuse);
        routes.serve(PREFIX + "/trace", "GET", ProfilesApi::refuse);
    }

    private static void index(Context context) {
        Routes.text(context, 200, """
                /debug/pprof/

                cmdline       how this process was started
                goroutine     what each thread does now
                threadcreate  the same
                heap          live objects by class, after a collection that stops the process for a moment
                """);
    }

    private static void refuse(Context context) {
        Routes.text(
                context,
                501,
                "there are no profiles over time here; run the server with a JDK 25 and record them by its jcmd "
                        + ProcessHandle.current().pid() + " JFR.start\n");
    }

    private static String threads() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.dumpAllThreads(true, true))
                .map(ProfilesApi::describe)
                .collect(Collectors.joining("\n"));
    }

    // ThreadInfo's own text ends after eight frames.
    private static String describe(ThreadInfo thread) {
        StringBuilder text = new StringBuilder("\"" + thread.getThreadName() + "\" " + thread.getThreadState());
        if (thread.getLockName() != null) {
            text.append(" on ").append(thread.getLockName());
        }
        if (thread.getLockOwnerName() != null) {
            text.append(" held by \"").append(thread.getLockOwnerName()).append('"');
        }
        text.append('\n');
        for (StackTraceElement frame : thread.getStackTrace()) {
            text.append("    at ").append(frame).append('\n');
        }
        return text.toString();
    }

    private static String diagnosis(String operation) {
        try {
            Object text = ManagementFactory.getPlatformMBeanServer()
                    .invoke(
                            new ObjectName("com.sun.management:type=DiagnosticCommand"),
                            operation,
                            new Object[] {new String[0]},
                            new String[] {String[].class.getName()});
            return String.valueOf(text);
        } catch (JMException e) {
            return "this virtual machine does not tell: " + e + "\n";
        }
    }
}
