package io.muster.cloudconfig;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// What a machine is handed when it boots, told apart by its first line (coreos-cloudinit 1.14.0, `initialize`).
public sealed interface UserData {
    /// Zero bytes: nothing is asked for.
    record Nothing() implements UserData {}

    /// A `#cloud-config` document, still as it was written.
    record Document(String text) implements UserData {}

    /// A `#!` script, run once as root.
    record Script(Bytes text) implements UserData {
        private Report headerCheck() {
            String header = firstLine(text.toString()).strip();
            Report.Builder report = new Report.Builder();
            if (header.equals("#!") || header.equals("#!cloud-config")) {
                report.warning(
                        Position.START,
                        Code.HEADER,
                        "the first line %s makes this a script".formatted(Quoted.of(header)),
                        "write #cloud-config, or name an interpreter");
            }
            return report.build();
        }

        /// The script with the addresses filled in; it may hold any bytes, so only ASCII is looked at.
        Bytes filled(Addresses addresses) {
            String raw = new String(text.toByteArray(), StandardCharsets.ISO_8859_1);
            return Bytes.of(addresses.fill(raw).getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    /// Meant for Ignition, which has already run: nothing is asked for here.
    record Ignition() implements UserData {}

    /// None of these.
    record Unrecognised(Finding finding) implements UserData {}

    /// Tells what the data is, unpacking it once if it is compressed.
    static UserData recognise(byte[] raw) {
        if (!Gzip.isPacked(raw)) {
            return unpacked(raw);
        }
        Optional<byte[]> data = Gzip.unpack(raw);
        return data.isPresent()
                ? unpacked(data.get())
                : new Unrecognised(new Finding(
                        Position.START,
                        Severity.ERROR,
                        Code.DAMAGED_GZIP,
                        "this is gzip, and damaged, cut short or unpacking to more than 64 MB",
                        "pack it again",
                        null));
    }

    private static UserData unpacked(byte[] data) {
        if (data.length == 0) {
            return new Nothing();
        }
        String start = new String(data, 0, Math.min(data.length, 200), StandardCharsets.ISO_8859_1);
        String header = start.lines().findFirst().orElse("");
        if (start.startsWith("#!")) {
            return new Script(Bytes.of(data));
        }
        if (firstLine(start).stripTrailing().equals("#cloud-config")) {
            return document(data);
        }
        if (start.stripLeading().startsWith("{") && isIgnition(new String(data, StandardCharsets.UTF_8))) {
            return new Ignition();
        }
        return new Unrecognised(new Finding(
                Position.START,
                Severity.ERROR,
                Code.HEADER,
                "the first line %s is neither #cloud-config nor the beginning of a script".formatted(Quoted.of(header)),
                "begin the file with the line #cloud-config, nothing before it",
                "must be \"#cloud-config\" or begin with \"#!\""));
    }

    private static String firstLine(String start) {
        int end = start.indexOf('\n');
        return end < 0 ? start : start.substring(0, end);
    }

    private static UserData document(byte[] data) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(data);
        CharBuffer out = CharBuffer.allocate(data.length);
        CoderResult result = decoder.decode(in, out, true);
        String text = out.flip().toString();
        if (!result.isError()) {
            return new Document(text);
        }
        return new Unrecognised(new Finding(
                new Lines(text).at(text.codePointCount(0, text.length())),
                Severity.ERROR,
                Code.SYNTAX,
                "a byte here is not UTF-8",
                "save the file as UTF-8, or write the content as base64 with an encoding",
                "invalid UTF-8"));
    }

    /// JSON is YAML enough to look for the two keys that Ignition's versions are known by.
    private static boolean isIgnition(String json) {
        return YamlReader.read(json, new Report.Builder())
                .filter(tree -> tree instanceof Tree.Mapping mapping
                        && mapping.entries().stream().anyMatch(UserData::namesVersion))
                .isPresent();
    }

    private static boolean namesVersion(Tree.Entry entry) {
        return entry.key().equals("ignitionVersion")
                || (entry.key().equals("ignition")
                        && entry.value() instanceof Tree.Mapping ignition
                        && ignition.entries().stream()
                                .anyMatch(inner -> inner.key().equals("version")));
    }

    /// Every finding that the data gives rise to, with what is known of where it is meant for.
    default Report report(Deployment deployment) {
        return switch (this) {
            case Document document -> CloudConfigParser.check(document.text(), deployment);
            case Unrecognised unrecognised -> new Report(List.of(unrecognised.finding()));
            case Nothing nothing -> Report.CLEAN;
            case Script script -> script.headerCheck();
            case Ignition ignition -> Report.CLEAN;
        };
    }

    /// Every finding that the data alone gives rise to.
    default Report report() {
        return report(Deployment.UNKNOWN);
    }
}
