package io.muster.agent.datasource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Makes the two kinds of VMware sources.
///
/// The hypervisor is asked through `vmware-rpctool` of the open-vm-tools: a JVM has no means to use its port itself.
public final class Guestinfo {
    private static final String PREFIX = "guestinfo.";

    private Guestinfo() {}

    /// Variables of the OVF environment that the hypervisor holds, else those it holds itself.
    ///
    /// @param rpctool the program
    public static Datasource ofHypervisor(String rpctool, HttpFetch http) {
        return new Vmware("VMware guestinfo", () -> answers(rpctool), lookUp(rpctool), http);
    }

    /// Variables of an OVF environment that lies in a file.
    public static Datasource ofFile(Path file, HttpFetch http) {
        Vmware.Variables variables = name ->
                OvfEnvironment.parse(FileSource.read(file), file.toString()).get(PREFIX + name);
        return new Vmware("OVF environment " + file, () -> Files.exists(file), variables, http);
    }

    private static Vmware.Variables lookUp(String rpctool) {
        return name -> {
            String ovf = ask(rpctool, "ovfenv");
            return ovf.isBlank()
                    ? ask(rpctool, name)
                    : OvfEnvironment.parse(ovf.getBytes(StandardCharsets.UTF_8), "guestinfo.ovfenv")
                            .get(PREFIX + name);
        };
    }

    private static boolean answers(String rpctool) {
        try {
            // a variable that is not set is also an answer, so only the program's absence counts
            new ProcessBuilder(rpctool, "info-get guestinfo.hostname")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .onExit()
                    .join();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String ask(String rpctool, String name) throws FetchFailed, InterruptedException {
        try {
            Process process = new ProcessBuilder(rpctool, "info-get " + PREFIX + name)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String value = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            // it fails for a variable that is not set
            return process.waitFor() == 0 ? value.stripTrailing() : "";
        } catch (IOException e) {
            throw new FetchFailed("VMware guestinfo: %s".formatted(e.getMessage()), e);
        }
    }
}
