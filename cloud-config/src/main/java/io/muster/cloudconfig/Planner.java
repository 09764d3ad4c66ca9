package io.muster.cloudconfig;

import io.muster.cloudconfig.CloudConfig.FileEntry;
import io.muster.cloudconfig.CloudConfig.Oem;
import io.muster.cloudconfig.CloudConfig.User;
import io.muster.cloudconfig.Step.AddUser;
import io.muster.cloudconfig.Step.AuthorizeKeys;
import io.muster.cloudconfig.Step.RestartNetwork;
import io.muster.cloudconfig.Step.RunScript;
import io.muster.cloudconfig.Step.SetHostname;
import io.muster.cloudconfig.Step.SetPassword;
import io.muster.cloudconfig.Step.WriteFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Turns what a document asks for into steps, in the order in which coreos-cloudinit applies it: name, users, keys,
/// files, generated files, addresses, units.
public final class Planner {
    private static final int PUBLIC = 0644;
    /// The reason of what follows from a converted network configuration.
    static final String NETWORK = "the network configuration of the platform";

    private static final String ENVIRONMENT = "/etc/environment";

    private final Facts facts;
    private final Addresses addresses;
    private final String keyName;
    private final List<Step> steps = new ArrayList<>();
    private final Set<String> accounts;

    private Planner(Facts facts, Addresses addresses, String keyName) {
        this.accounts = new HashSet<>(facts.accounts());
        this.facts = facts;
        this.addresses = addresses;
        this.keyName = keyName;
    }

    /// The steps for a document.
    ///
    /// @param keyName under which the document's keys are filed
    /// @param network what the platform says of it
    public static Plan plan(
            CloudConfig config, Facts facts, Addresses addresses, String keyName, NetworkSetup network) {
        Planner planner = new Planner(facts, addresses, keyName);
        planner.hostname(config);
        config.users().forEach(planner::user);
        planner.keys("core", config.authorizedKeys(), "ssh_authorized_keys");
        config.files().forEach(planner::file);
        planner.generatedFiles(config);
        planner.environment(config);
        if (!network.files().isEmpty()) {
            planner.steps.add(new RestartNetwork(network, NETWORK));
        }
        planner.steps.addAll(UnitPlan.steps(config, facts, network));
        Optional<PlannedMember> member = config.member()
                .map(options -> new PlannedMember(options, options.get("name").orElse(facts.memberName())));
        return new Plan(Superseded.leftOut(planner.steps), member, summary(config, member));
    }

    /// The step for a script.
    public static Step run(UserData.Script script, Addresses addresses) {
        return new RunScript(script.filled(addresses), "the user-data is a script");
    }

    private void hostname(CloudConfig config) {
        if (config.hostname() != null) {
            steps.add(new SetHostname(config.hostname(), "hostname"));
        }
    }

    private void user(User user) {
        if (accounts.add(user.name())) {
            steps.add(new AddUser(user, user.asked()));
        } else if (user.passwordHash() != null) {
            steps.add(new SetPassword(user.name(), user.passwordHash(), user.asked()));
        }
        keys(user.name(), user.authorizedKeys(), user.asked());
    }

    private void keys(String user, List<String> keys, String reason) {
        if (!keys.isEmpty()) {
            steps.add(new AuthorizeKeys(user, keyName, keys, reason));
        }
    }

    private void file(FileEntry file) {
        steps.add(new WriteFile(file.path(), file.content(), file.mode(), file.owner(), file.asked()));
    }

    private void generatedFiles(CloudConfig config) {
        if (config.oem() != null) {
            generated("/etc/oem-release", oemRelease(config.oem()), "coreos.oem");
        }
        if (config.update() != null) {
            SortedMap<String, String> settings = settings(config.update());
            if (!settings.isEmpty()) {
                String present = facts.updateConf() == null ? "" : facts.updateConf();
                generated("/etc/coreos/update.conf", KeyValueLines.with(present, settings), "coreos.update");
            }
        }
        if (config.managesEtcHosts()) {
            String name = config.hostname() == null ? facts.hostname() : config.hostname();
            generated("/etc/hosts", "127.0.0.1 " + name + "\n", "manage_etc_hosts");
        }
        Options flannel = config.options().get(OptionSection.FLANNEL);
        if (flannel != null && !flannel.values().isEmpty()) {
            generated(OptionSection.FLANNEL.file(), OptionDropIn.plain(flannel), "coreos.flannel");
        }
    }

    private void environment(CloudConfig config) {
        SortedMap<String, String> known = new TreeMap<>(addresses.environment());
        boolean written = config.files().stream().anyMatch(file -> file.path().equals(ENVIRONMENT));
        if (known.isEmpty() || written) {
            return;
        }
        String present = facts.environment() == null ? "" : facts.environment();
        String wanted = KeyValueLines.with(present, known);
        if (!wanted.equals(present)) {
            generated(ENVIRONMENT, wanted, "the addresses of this machine");
        }
    }

    private void generated(String path, String content, String reason) {
        steps.add(new WriteFile(path, Bytes.of(content), PUBLIC, null, reason));
    }

    private static SortedMap<String, String> settings(CloudConfig.Update update) {
        SortedMap<String, String> settings = new TreeMap<>();
        if (update.rebootStrategy() != null) {
            settings.put("REBOOT_STRATEGY", update.rebootStrategy());
        }
        if (update.group() != null) {
            settings.put("GROUP", update.group());
        }
        if (update.server() != null) {
            settings.put("SERVER", update.server());
        }
        return settings;
    }

    private static String oemRelease(Oem oem) {
        return "ID=%s\nVERSION_ID=%s\nNAME=%s\nHOME_URL=%s\nBUG_REPORT_URL=%s\n"
                .formatted(
                        oem.id(),
                        oem.versionId(),
                        quoted(oem.name()),
                        quoted(oem.homeUrl()),
                        quoted(oem.bugReportUrl()));
    }

    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    private static String summary(CloudConfig config, Optional<PlannedMember> member) {
        List<String> words = new ArrayList<>();
        words.add("hostname=" + (config.hostname() == null ? "(kept)" : config.hostname()));
        words.add("users=" + config.users().size());
        words.add("keys="
                + (config.authorizedKeys().size()
                        + config.users().stream()
                                .mapToInt(user -> user.authorizedKeys().size())
                                .sum()));
        words.add("files=" + config.files().size());
        words.add("units=" + config.units().size());
        member.ifPresent(planned -> {
            words.add("member=" + planned.name());
            planned.options().get("discovery").ifPresent(url -> words.add("discovery=" + url));
        });
        return String.join(" ", words);
    }
}
