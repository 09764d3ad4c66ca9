package io.muster.cloudconfig;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The text of a unit file or drop-in, as far as the rules look into it: settings that hold a list of words, with
/// continued lines and comments as systemd reads them.
final class UnitText {
    private UnitText() {}

    /// One word of a setting.
    ///
    /// @param index where it begins in the text
    record Word(String setting, String word, int index) {}

    /// The words of these settings in order. A setting without a value forgets the words before it, as it does for
    /// systemd.
    static List<Word> words(String text, Set<String> settings) {
        Map<String, List<Word>> words = new LinkedHashMap<>();
        String setting = "";
        boolean continued = false;
        int start = 0;
        while (start < text.length()) {
            int newline = text.indexOf('\n', start);
            int end = newline < 0 ? text.length() : newline;
            int first = skipBlanks(text, start, end);
            boolean comment = first < end && "#;".indexOf(text.charAt(first)) >= 0;
            if (!comment) {
                int from = first;
                if (!continued) {
                    int equals = text.indexOf('=', first);
                    boolean assigns = equals >= 0 && equals < end;
                    setting = assigns ? text.substring(first, equals).strip() : "";
                    from = assigns ? equals + 1 : end;
                }
                int last = lastVisible(text, from, end);
                continued = last >= from && text.charAt(last) == '\\';
                if (settings.contains(setting)) {
                    take(
                            text,
                            from,
                            continued ? last : end,
                            setting,
                            words.computeIfAbsent(setting, name -> new ArrayList<>()));
                }
            }
            start = end + 1;
        }
        return words.values().stream().flatMap(List::stream).toList();
    }

    private static void take(String text, int from, int end, String setting, List<Word> words) {
        int at = skipBlanks(text, from, end);
        if (at == end && text.charAt(from - 1) == '=') {
            words.clear();
        }
        while (at < end) {
            int stop = at;
            while (stop < end && !Character.isWhitespace(text.charAt(stop))) {
                stop++;
            }
            words.add(new Word(setting, text.substring(at, stop), at));
            at = skipBlanks(text, stop, end);
        }
    }

    private static int skipBlanks(String text, int from, int end) {
        int at = from;
        while (at < end && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static int lastVisible(String text, int from, int end) {
        int last = end - 1;
        while (last >= from && Character.isWhitespace(text.charAt(last))) {
            last--;
        }
        return last;
    }
}
