package io.muster.keyspace.server;

import java.util.List;
import java.util.Map;

/// What a command line asks the program to do.
sealed interface Invocation {
    /// Serve until told to stop.
    record Serve(ServerConfig config) implements Invocation {}

    /// Print a text and exit with 0.
    record Print(String text) implements Invocation {}

    /// Reads a command line and the environment.
    ///
    /// @throws StartFailure naming every fault at once
    static Invocation of(List<String> args, Map<String, String> environment) throws StartFailure {
        FlagValues values = new FlagValues(args, environment);
        if (values.usageFaults().isEmpty() && values.helpAsked()) {
            return new Print(Usage.text(values.table()));
        }
        if (values.usageFaults().isEmpty() && values.isOn("version")) {
            return new Print(ProductVersion.text(values.dialect()));
        }
        return new Serve(new ConfigReader(values).read());
    }
}
