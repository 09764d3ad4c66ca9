package io.muster.keyspace.server.http;

import java.util.BitSet;
import java.util.Optional;

/// Finds the first place where a text is no JSON, and says so in the words of Go's `encoding/json`, which clients
/// of the original get to see. The grammar is that of RFC 8259.
final class JsonSyntax {
    private static final String END = "unexpected end of JSON input";
    private static final String VALUE = "looking for beginning of value";
    private static final String KEY = "looking for beginning of object key string";

    private final byte[] text;
    private int at;

    // What is open around the place, outermost first; set bits are objects.
    private final BitSet objects = new BitSet();
    private int depth;

    private JsonSyntax(byte[] text) {
        this.text = text;
    }

    /// What is wrong; empty when nothing is.
    static Optional<String> faultIn(byte[] text) {
        try {
            new JsonSyntax(text).check();
            return Optional.empty();
        } catch (Fault fault) {
            return Optional.of(fault.getMessage());
        }
    }

    private void check() throws Fault {
        value();
        while (depth > 0) {
            next();
        }
        skipBlanks();
        if (at < text.length) {
            throw unexpected("after top-level value");
        }
    }

    /// Reads a value, or only the beginning of one that has parts.
    private void value() throws Fault {
        int c = skipBlanks();
        switch (c) {
            case '{' -> {
                open(true);
                if (skipBlanks() == '}') {
                    close();
                } else {
                    key();
                }
            }
            case '[' -> {
                open(false);
                if (skipBlanks() == ']') {
                    close();
                } else {
                    value();
                }
            }
            case '"' -> string();
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> {
                if (c != '-' && !isDigit(c)) {
                    throw unexpected(VALUE);
                }
                number();
            }
        }
    }

    /// Reads what follows a value within what is open.
    private void next() throws Fault {
        boolean object = objects.get(depth - 1);
        int c = skipBlanks();
        if (c == ',') {
            at++;
            if (object) {
                skipBlanks();
                key();
            } else {
                value();
            }
        } else if (c == (object ? '}' : ']')) {
            close();
        } else {
            throw unexpected(object ? "after object key:value pair" : "after array element");
        }
    }

    private void key() throws Fault {
        if (peek() != '"') {
            throw unexpected(KEY);
        }
        string();
        if (skipBlanks() != ':') {
            throw unexpected("after object key");
        }
        at++;
        value();
    }

    private void open(boolean object) {
        objects.set(depth++, object);
        at++;
    }

    private void close() {
        depth--;
        at++;
    }

    private void string() throws Fault {
        at++;
        while (peek() != '"') {
            if (at == text.length) {
                throw new Fault(END);
            }
            if (peek() < ' ') {
                throw unexpected("in string literal");
            }
            if (text[at++] == '\\') {
                escape();
            }
        }
        at++;
    }

    private void escape() throws Fault {
        if (peek() == 'u') {
            at++;
            for (int i = 0; i < 4; i++) {
                if (Character.digit(peek(), 16) < 0) {
                    throw unexpected("in \\u hexadecimal character escape");
                }
                at++;
            }
        } else if ("\"\\/bfnrt".indexOf(peek()) < 0) {
            throw unexpected("in string escape code");
        } else {
            at++;
        }
    }

    private void number() throws Fault {
        if (peek() == '-') {
            at++;
            if (!isDigit(peek())) {
                throw unexpected("in numeric literal");
            }
        }
        if (peek() == '0') {
            at++;
        } else {
            skipDigits();
        }
        if (peek() == '.') {
            at++;
            if (!isDigit(peek())) {
                throw unexpected("after decimal point in numeric literal");
            }
            skipDigits();
        }
        if (peek() == 'e' || peek() == 'E') {
            at++;
            if (peek() == '+' || peek() == '-') {
                at++;
            }
            if (!isDigit(peek())) {
                throw unexpected("in exponent of numeric literal");
            }
            skipDigits();
        }
    }

    private void literal(String word) throws Fault {
        for (int i = 0; i < word.length(); i++) {
            if (peek() != word.charAt(i)) {
                throw unexpected("in literal " + word + " (expecting '" + word.charAt(i) + "')");
            }
            at++;
        }
    }

    private void skipDigits() {
        while (isDigit(peek())) {
            at++;
        }
    }

    /// @return what follows, as [#peek()]
    private int skipBlanks() {
        while (at < text.length && " \t\r\n".indexOf(text[at]) >= 0) {
            at++;
        }
        return peek();
    }

    /// The byte at the place. Behind the last one is a blank: that is how the original looks beyond the end, and why it
    /// sometimes blames a blank that nobody wrote.
    private int peek() {
        return at < text.length ? text[at] & 0xFF : ' ';
    }

    private Fault unexpected(String where) {
        boolean blankIsFine = where.equals(VALUE)
                || where.equals(KEY)
                || where.startsWith("after object")
                || where.equals("after array element");
        return at == text.length && blankIsFine
                ? new Fault(END)
                : new Fault("invalid character " + quoted((char) peek()) + " " + where);
    }

    private static String quoted(char c) {
        String shown =
                switch (c) {
                    case '\'' -> "\\'";
                    case '\\' -> "\\\\";
                    case 0x07 -> "\\a";
                    case '\b' -> "\\b";
                    case '\f' -> "\\f";
                    case '\n' -> "\\n";
                    case '\r' -> "\\r";
                    case '\t' -> "\\t";
                    case 0x0B -> "\\v";
                    default -> escaped(c);
                };
        return "'" + shown + "'";
    }

    private static String escaped(char c) {
        if (c < ' ' || c == 0x7F) {
            return "\\x%02x".formatted((int) c);
        }
        boolean invisible = (c >= 0x80 && c <= 0xA0) || c == 0xAD;
        return invisible ? "\\u%04x".formatted((int) c) : String.valueOf(c);
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    /// The first fault found; it carries an answer, not a stack.
    private static final class Fault extends Exception {
        private static final long serialVersionUID = 1L;

        Fault(String message) {
            super(message, null, false, false);
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }
}
