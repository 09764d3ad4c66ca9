package io.muster.agent;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// A way to spoil a document. The first ones leave it YAML, mostly; the others do not care.
enum Mutation {
    /// A line twice: a key or list item that is there again.
    REPEAT_LINE {
        @Override
        List<String> lines(List<String> lines, int at, RandomGenerator random) {
            lines.add(at, lines.get(at));
            return lines;
        }
    },
    DROP_LINE {
        @Override
        List<String> lines(List<String> lines, int at, RandomGenerator random) {
            lines.remove(at);
            return lines;
        }
    },
    MISSPELL_KEY {
        @Override
        List<String> lines(List<String> lines, int at, RandomGenerator random) {
            String line = lines.get(at);
            int colon = line.indexOf(':');
            if (colon > 1) {
                int letter = random.nextInt(1, colon);
                lines.set(at, line.substring(0, letter) + line.substring(letter + 1));
            }
            return lines;
        }
    },
    /// Another value, of any type and meaning.
    OTHER_VALUE {
        @Override
        List<String> lines(List<String> lines, int at, RandomGenerator random) {
            int colon = lines.get(at).indexOf(": ");
            if (colon > 0) {
                lines.set(at, lines.get(at).substring(0, colon + 2) + VALUES.get(random.nextInt(VALUES.size())));
            }
            return lines;
        }
    },
    LONG_VALUE {
        @Override
        List<String> lines(List<String> lines, int at, RandomGenerator random) {
            int colon = lines.get(at).indexOf(": ");
            if (colon > 0) {
                lines.set(at, lines.get(at).substring(0, colon + 2) + "/x".repeat(random.nextInt(1, 4_000)));
            }
            return lines;
        }
    },
    SECOND_DOCUMENT {
        @Override
        List<String> lines(List<String> lines, int at, RandomGenerator random) {
            lines.add("---");
            lines.addAll(lines.subList(0, at));
            return lines;
        }
    },
    CARRIAGE_RETURNS {
        @Override
        List<String> lines(List<String> lines, int at, RandomGenerator random) {
            lines.replaceAll(line -> line + "\r");
            return lines;
        }
    },
    /// All of it again, so that every section is there twice.
    DOUBLE {
        @Override
        List<String> lines(List<String> lines, int at, RandomGenerator random) {
            lines.addAll(List.copyOf(lines));
            return lines;
        }
    },
    SWAP_LINES {
        @Override
        List<String> lines(List<String> lines, int at, RandomGenerator random) {
            lines.add(random.nextInt(lines.size()), lines.remove(at));
            return lines;
        }
    },
    INDENT {
        @Override
        List<String> lines(List<String> lines, int at, RandomGenerator random) {
            lines.set(at, " ".repeat(random.nextInt(1, 5)) + lines.get(at));
            return lines;
        }
    },
    CUT_SHORT {
        @Override
        List<String> lines(List<String> lines, int at, RandomGenerator random) {
            return new ArrayList<>(lines.subList(0, at));
        }
    },
    TAB {
        @Override
        List<String> lines(List<String> lines, int at, RandomGenerator random) {
            lines.set(at, "\t" + lines.get(at));
            return lines;
        }
    },
    PIECE_OF_SYNTAX {
        @Override
        List<String> lines(List<String> lines, int at, RandomGenerator random) {
            String line = lines.get(at);
            int cut = random.nextInt(line.length() + 1);
            lines.set(at, line.substring(0, cut) + PIECES.get(random.nextInt(PIECES.size())) + line.substring(cut));
            return lines;
        }
    };

    private static final List<String> VALUES = List.of(
            "~",
            "true",
            "off",
            "420",
            "-1",
            "1e400",
            ".nan",
            "[]",
            "{}",
            "[a, [b]]",
            "{a: b}",
            "\"\"",
            "''",
            "../../../x",
            "/",
            "/usr",
            "/etc/passwd",
            "nobody:nogroup",
            "$private_ipv4",
            "${private_ipv4}",
            "!!binary AA",
            "!x y",
            "\"\\0\"",
            "\"\\UFFFFFFFF\"",
            "\"\\n\"",
            "2001-01-01",
            "0x7fffffffffffffff",
            "99999999999999999999",
            "🐎",
            "start",
            "gz+b64",
            "x.service",
            "a b");
    private static final List<String> PIECES = List.of(
            ": ", "- ", "&a ", "*a", "{", "}", "[", "]", "\"", "'", "|", ">", "#", "%", "@", "\u0000", "\uFEFF",
            "\uFFFF", "\u0085", "? ", "<<: ");

    abstract List<String> lines(List<String> lines, int at, RandomGenerator random);

    /// The document spoilt, its first line kept.
    byte[] of(byte[] document, RandomGenerator random) {
        List<String> all = List.of(new String(document, StandardCharsets.UTF_8).split("\n", -1));
        List<String> rest = new ArrayList<>(all.subList(1, all.size()));
        if (rest.isEmpty()) {
            rest.add("hostname: x");
        }
        List<String> spoilt = lines(rest, random.nextInt(rest.size()), random);
        return (all.getFirst() + "\n" + String.join("\n", spoilt)).getBytes(StandardCharsets.UTF_8);
    }
}
