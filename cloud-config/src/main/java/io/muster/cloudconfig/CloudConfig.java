package io.muster.cloudconfig;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What one `#cloud-config` document asks for, with every value understood.
///
/// Null and an empty list mean that the document does not say. `asked` in the parts is the path in the document, such
/// as `write_files[0]`: the reason of the steps it leads to.
///
/// @param authorizedKeys of the user core
/// @param managesEtcHosts whether /etc/hosts is to name this machine
/// @param options the sections that become variables of a service
public record CloudConfig(
        @Nullable String hostname,
        List<String> authorizedKeys,
        boolean managesEtcHosts,
        List<User> users,
        List<FileEntry> files,
        Map<OptionSection, Options> options,
        @Nullable Oem oem,
        @Nullable Update update,
        List<Unit> units) {
    /// Asks for nothing.
    public static final CloudConfig EMPTY =
            new CloudConfig(null, List.of(), false, List.of(), List.of(), Map.of(), null, null, List.of());

    public CloudConfig {
        authorizedKeys = List.copyOf(authorizedKeys);
        users = List.copyOf(users);
        files = List.copyOf(files);
        Map<OptionSection, Options> ordered = new EnumMap<>(OptionSection.class);
        ordered.putAll(options);
        options = Collections.unmodifiableMap(ordered);
        units = List.copyOf(units);
    }

    /// The options of the member that this machine is to run: etcd2's, else those of the generation before it.
    public Optional<Options> member() {
        return Optional.ofNullable(options.getOrDefault(OptionSection.ETCD2, options.get(OptionSection.ETCD)));
    }

    /// The same document with another set of options in one section.
    public CloudConfig with(Options changed) {
        Map<OptionSection, Options> all = new EnumMap<>(OptionSection.class);
        all.putAll(options);
        all.put(changed.section(), changed);
        return new CloudConfig(hostname, authorizedKeys, managesEtcHosts, users, files, all, oem, update, units);
    }

    /// The same document for a machine of this name.
    public CloudConfig withHostname(String name) {
        return new CloudConfig(name, authorizedKeys, managesEtcHosts, users, files, options, oem, update, units);
    }

    /// The same document with more keys for the user core.
    public CloudConfig withMoreKeys(List<String> more) {
        List<String> all = Stream.concat(authorizedKeys.stream(), more.stream()).toList();
        return new CloudConfig(hostname, all, managesEtcHosts, users, files, options, oem, update, units);
    }

    /// An account to be made, or to be given a password and keys if it is there.
    ///
    /// @param passwordHash as crypt(3) makes it
    public record User(
            String name,
            @Nullable String passwordHash,
            List<String> authorizedKeys,
            @Nullable String gecos,
            @Nullable String homedir,
            boolean noCreateHome,
            @Nullable String primaryGroup,
            List<String> groups,
            boolean noUserGroup,
            boolean system,
            boolean noLogInit,
            @Nullable String shell,
            String asked) {
        public User {
            authorizedKeys = List.copyOf(authorizedKeys);
            groups = List.copyOf(groups);
        }
    }

    /// A file to be written.
    ///
    /// @param path absolute and without `.` and `..`
    /// @param mode permission bits, set-uid, set-gid and sticky included
    /// @param owner as chown(1) takes it, or null for root
    public record FileEntry(
            String path, Bytes content, int mode, @Nullable String owner, String asked) {}

    /// A systemd or networkd unit.
    ///
    /// @param runtime for this boot only: below /run instead of /etc
    public record Unit(
            String name,
            @Nullable String content,
            boolean runtime,
            boolean enable,
            boolean mask,
            @Nullable UnitCommand command,
            List<DropIn> dropIns,
            String asked) {
        public Unit {
            dropIns = List.copyOf(dropIns);
        }

        /// True for the units of systemd-networkd, which are neither enabled nor started.
        public boolean isNetwork() {
            return isNetwork(name);
        }

        static boolean isNetwork(String name) {
            return name.endsWith(".network") || name.endsWith(".netdev") || name.endsWith(".link");
        }
    }

    /// A file that adds to a unit.
    public record DropIn(String name, String content) {}

    /// What /etc/oem-release says.
    public record Oem(String id, String name, String versionId, String homeUrl, String bugReportUrl) {}

    /// How the machine updates itself.
    public record Update(
            @Nullable String rebootStrategy,
            @Nullable String group,
            @Nullable String server) {}
}
