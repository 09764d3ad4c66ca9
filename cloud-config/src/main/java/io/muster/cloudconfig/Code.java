package io.muster.cloudconfig;

import java.util.Locale;

/// The kind of a finding, printed in brackets. Codes never change their meaning: scripts filter by them.
public enum Code {
    /// The first line is neither `#cloud-config` nor `#!`.
    HEADER,
    /// Not YAML.
    SYNTAX,
    /// Compressed data that cannot be unpacked.
    DAMAGED_GZIP,
    /// Larger, deeper or with more aliases than any honest document.
    TOO_LARGE,
    /// A second document, which is not read.
    SECOND_DOCUMENT,
    /// The document as a whole is a list or a lone value.
    NOT_A_MAPPING,
    UNKNOWN_KEY,
    /// A key that belongs to another section.
    MISPLACED_KEY,
    DUPLICATE_KEY,
    DEPRECATED_KEY,
    WRONG_TYPE,
    INVALID_VALUE,
    /// File content that does not fit its encoding.
    UNDECODABLE,
    /// A mode that a YAML tool has turned from octal to decimal.
    DECIMAL_PERMISSIONS,
    NO_PATH,
    RELATIVE_PATH,
    READ_ONLY_PATH,
    REPEATED_PATH,
    /// A user or unit without a name, which is skipped.
    NO_NAME,
    UNIT_NAME,
    INCOMPLETE_DROP_IN,
    /// A setting of a unit that has no effect beside another one.
    USELESS_SETTING,
    /// Options of a member that its server refuses together.
    CONFLICTING_OPTIONS,
    /// A value that would break the line of the unit file it is written to.
    UNSAFE_VALUE,
    DISCOVERY_URL,
    /// A discovery URL that names no token.
    DISCOVERY_TOKEN,
    /// `<token>` stands where a token is to be filled in.
    TOKEN_PLACEHOLDER,
    /// `$private_ipv4` or one of its kind, and the machine's address is not known.
    ADDRESS_UNSET;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
