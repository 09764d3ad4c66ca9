package io.muster.cloudconfig;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The kind of a finding, printed in brackets. Codes never change their meaning: scripts filter by them.
public enum Code {
    HEADER("The first line is neither #cloud-config nor the beginning of a script, so nobody knows what the file is."),
    SYNTAX("The text is not YAML, or not UTF-8. Nothing of it is applied."),
    DAMAGED_GZIP("The user-data is compressed and cannot be unpacked. Nothing of it is applied."),
    TOO_LARGE("The document is larger, deeper or has more aliases than any honest one. Nothing of it is applied."),
    SECOND_DOCUMENT("A second YAML document follows the first; only the first is read."),
    NOT_A_MAPPING("The document is a list or a lone value instead of keys with values, so it asks for nothing."),
    EMPTY_DOCUMENT("The document holds no key, so it asks for nothing."),
    UNKNOWN_KEY("A key that does not exist in this section. It and all below it are left out."),
    MISPLACED_KEY("A key that exists, but in another section."),
    DUPLICATE_KEY("A key stands twice in one section, also when once with hyphens and once with underscores. Of values"
            + " the last one counts; sections and lists are joined."),
    DEPRECATED_KEY("A key that still works and should not be used any more."),
    WRONG_TYPE("A value of another type than its key wants. It is left out, or cut to a whole number."),
    INVALID_VALUE("A value that its key does not allow."),
    BOOLEAN_LEFTOVER("A word such as off, which a YAML tool has turned into false on its way."),
    UNDECODABLE("Content of a file that does not fit its encoding."),
    DECIMAL_PERMISSIONS("A mode such as 420, which is what a YAML tool makes of 0644."),
    SPECIAL_PERMISSIONS("A mode with set-uid, set-gid or sticky bit, which coreos-cloudinit dropped without a word."),
    NO_PATH("An entry of write_files that does not say where the file goes."),
    RELATIVE_PATH("A path that does not begin with a slash. It is taken from the root."),
    READ_ONLY_PATH("A path below /usr, which cannot be written to."),
    REPEATED_PATH("Two entries of write_files for one path. The last one wins."),
    NO_NAME("A user or unit without a name. It is left out."),
    UNKNOWN_ACCOUNT("A user or group that neither the document makes nor a fresh system has. Where it is missing, the"
            + " step fails and ends the run."),
    UNIT_NAME("A name that systemd does not take for a unit or drop-in."),
    UNIT_PATH("A unit or drop-in whose name leads out of the folder where systemd looks for it."),
    INCOMPLETE_DROP_IN("A drop-in without name or content. It is left out."),
    USELESS_SETTING("A setting that has no effect beside another one."),
    ORDERING_CYCLE("Units that are to start after each other in a circle. systemd leaves one of them out."),
    WAITS_FOR_BOOT("A unit that waits for the very process that starts it, until that is given up after ten minutes."),
    CONFLICTING_OPTIONS("Options of a member that its server refuses together."),
    PORT_CLASH("Two addresses to listen on that are one and the same. The second service does not start."),
    UNSAFE_VALUE("A value that would break the line of the unit file it is written to."),
    ESCAPED_VALUE("A value that was escaped by hand, because coreos-cloudinit did not escape it. It is escaped again."),
    DISCOVERY_URL("A discovery value that is no URL."),
    DISCOVERY_TOKEN("A discovery URL that names no token, or asks for a new one on every boot."),
    CLUSTER_SIZE("The cluster is begun for another number of members than there are machines."),
    TOKEN_PLACEHOLDER("<token> stands where a token is to be filled in."),
    ADDRESS_UNSET("$private_ipv4 or one of its kind, and the machine's address is not known. It becomes nothing."),
    ADDRESS_PLACEHOLDER("Something like $private_ipv4 that is none of the four placeholders and stays as it is, or runs"
            + " into what follows it.");

    private final String meaning;

    Code(String meaning) {
        this.meaning = meaning;
    }

    /// What it stands for and what happens to such a document, in whole sentences.
    public String meaning() {
        return meaning;
    }

    /// The code that is printed like this.
    public static Optional<Code> of(String printed) {
        return Arrays.stream(values())
                .filter(code -> code.toString().equals(printed))
                .findFirst();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
