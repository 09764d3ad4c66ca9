package io.muster.agent;

import io.muster.cloudconfig.CloudConfigParser;
import io.muster.cloudconfig.Deployment;
import io.muster.cloudconfig.Report;
import io.muster.cloudconfig.ReportFormat.Checked;
import io.muster.cloudconfig.Severity;
import io.muster.cloudconfig.UserData;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `node-agent validate FILE...`
record ValidateCommand(CheckArguments arguments, PrintWriter out) {
    private static final String STANDARD_INPUT = "-";

    /// Prints every finding and returns the exit code.
    int run() throws Refusal {
        List<Checked> files = new ArrayList<>();
        for (String name : arguments.files()) {
            UserData data = name.equals(STANDARD_INPUT)
                    ? UserDataFile.read(System.in, "standard input")
                    : new UserDataFile(Path.of(name)).read();
            files.add(new Checked(name, uri(name), check(data)));
        }
        out.print(arguments.format().print(files));
        if (files.stream().anyMatch(file -> file.report().hasErrors())) {
            return 1;
        }
        boolean warned = files.stream().anyMatch(file -> file.report().count(Severity.WARNING) > 0);
        return warned && arguments.strict() ? 2 : 0;
    }

    private Report check(UserData data) throws Refusal {
        return data.report(new Deployment(arguments.addresses(), arguments.machines(), tokenSize(data)));
    }

    private @Nullable Integer tokenSize(UserData data) throws Refusal {
        if (!arguments.online() || !(data instanceof UserData.Document document)) {
            return null;
        }
        Optional<String> url = CloudConfigParser.discovery(document.text());
        return url.isPresent() ? DiscoveryToken.at(url.get()).size() : null;
    }

    private static String uri(String name) {
        Path path = Path.of(name);
        if (path.isAbsolute()) {
            return path.toUri().toString();
        }
        try {
            return new URI(null, null, path.toString(), null).toString();
        } catch (URISyntaxException e) {
            return path.toUri().toString();
        }
    }
}
