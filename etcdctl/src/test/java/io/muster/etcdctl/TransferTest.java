package io.muster.etcdctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransferTest {
    private static final String JSON = """
            {
              "app" : {
                "empty" : { },
                "lock" : {
                  "/value" : "me",
                  "/ttl" : 100
                },
                "name" : "x"
              },
              "odd" : "yes: \\"no\\"\\n012 ☃ \uD83D\uDE00"
            }
            """;

    @AutoClose
    private final TestMember member = TestMember.start();

    @TempDir
    private Path directory;

    @Test
    void exportSaysWhatIsThereButForWhatIsHidden() {
        fill();
        assertEquals(List.of(JSON.split("\n")), etcdctl("export").out().lines().toList());
        assertEquals("""
                empty: {}
                lock:
                  /value: me
                  /ttl: 100
                name: x
                """, etcdctl("export", "--format=yaml", "/app").out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "yaml"})
    void whatIsImportedElsewhereIsExportedAlike(String format) {
        fill();
        String file = directory.resolve("file." + format).toString();
        assertEquals(new CommandLine(0, "", ""), etcdctl("export", "--to", file));
        assertEquals("""
                + /copy/app/empty
                + /copy/app/lock
                + /copy/app/name
                + /copy/odd
                imported 4 keys, 0 hold their value already
                """, etcdctl("import", file, "/copy").out());
        assertEquals(JSON, etcdctl("export", "/copy").out());
    }

    @Test
    void dryRunChangesNothingAndSaysWhatWouldBe() throws IOException {
        member.keys.set("/a", "1");
        member.keys.set("/b", "1");
        long before = member.keys.keyspace.index();
        String file = file("file.yaml", "a: 1\nb: 2\nc: 0x3\n");
        assertEquals("""
                ~ /b
                + /c
                would import 2 keys, 1 hold their value already
                """, etcdctl("import", "--dry-run", file).out());
        assertEquals(before, member.keys.keyspace.index());
        assertEquals(0, etcdctl("import", file).exitCode());
        assertEquals("0x3\n", etcdctl("get", "/c").out());
    }

    @Test
    void conflictsAreAllNamedBeforeAnythingIsChanged() throws IOException {
        member.keys.set("/a/b", "1");
        member.keys.set("/c", "1");
        long before = member.keys.keyspace.index();
        CommandLine refused =
                etcdctl("import", file("f.json", "{\"0\": \"new\", \"a\": \"1\", \"c\": {\"d\": \"1\"}}"));
        assertEquals(new CommandLine(1, "", """
                        /a: is a directory, but a value in the file
                        /c: has a value, but is a directory in the file
                        nothing was changed: remove these keys first
                        """), refused);
        assertEquals(before, member.keys.keyspace.index());
    }

    @Test
    void anImportThatIsCutShortSaysHowFarItCame() throws IOException {
        String file = file("f.json", "{\"a\": \"1\", \"b\": \"2\"}");
        member.answer("PUT /v2/keys/b", 503, "");
        CommandLine cut = etcdctl("import", file);
        assertEquals(4, cut.exitCode());
        assertEquals("+ /a\n", cut.out());
        assertTrue(
                cut.err().startsWith("stopped at /b: 1 of 2 keys are imported, and the same command does the rest\n"),
                cut::err);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x.json | {\"a\": null} | line 1: neither a text nor a mapping",
                "x.json | {\"a\": [1]} | line 1: neither a text nor a mapping",
                "x.json | {\"a\": 1, \"a\": 2} | line 1: Duplicate field 'a'",
                "x.json | {\"a\": 1} x | line 1: Unrecognized token 'x'",
                "x.json | {\"a/b\": 1} | /: 'a/b' cannot be the name of a key",
                "x.json | {\"a\": {\"/ttl\": 0}} | /a: '0' is no /ttl; give whole seconds, at least 1",
                "x.json | {\"a\": {\"/value\": \"1\", \"b\": \"1\"}} | /a: has a value, so it can hold no other keys",
                "x.yaml | a: | line 1: neither a text nor a mapping; write '' for an empty text",
                "x.yaml | a: &x {b: *x} | line 1: aliases are not understood; write it out",
                "x.yaml | {a: 1, a: 2} | line 1: 'a' is there twice",
            })
    void aFileThatMakesNoSenseIsRefusedWithItsPlace(String name, String text, String reason) throws IOException {
        CommandLine refused = etcdctl("import", file(name, text));
        assertEquals(1, refused.exitCode());
        assertTrue(refused.err().contains(reason), refused::err);
        assertEquals(0, member.keys.keyspace.index());
    }

    @Test
    void theJsonOfAnOriginalStoreIsImported() throws IOException {
        String file = file("store", """
                {"Root":{"Path":"/","CreatedIndex":0,"ModifiedIndex":0,"ExpireTime":"0001-01-01T00:00:00Z","ACL":"",
                "Value":"","Children":{
                  "a":{"Path":"/a","CreatedIndex":1,"ModifiedIndex":1,"ExpireTime":"0001-01-01T00:00:00Z","ACL":"",
                    "Value":"1","Children":null},
                  "gone":{"Path":"/gone","ExpireTime":"2001-01-01T00:00:00Z","Value":"1","Children":null},
                  "_h":{"Path":"/_h","ExpireTime":"0001-01-01T00:00:00Z","Value":"","Children":{
                    "b":{"Path":"/_h/b","ExpireTime":"0001-01-01T00:00:00Z","Value":"2","Children":null},
                    "c":{"Path":"/_h/c","ExpireTime":"0001-01-01T00:00:00Z","Value":"3","Children":null}}}}},
                 "WatcherHub":{"EventHistory":{}},"CurrentIndex":3}
                """);
        assertEquals(
                "+ /a\n", etcdctl("import", "--dry-run", "--snap", file).out().replaceAll("would.*\n", ""));
        assertEquals(
                "+ /_h/b\n+ /a\nimported 2 keys, 0 hold their value already\n",
                etcdctl("import", "--snap", file, "--hidden", "/_h/b").out());
    }

    private void fill() {
        member.keys.set("/app/name", "x");
        member.keys.set("/odd", "yes: \"no\"\n012 ☃ \uD83D\uDE00");
        member.keys.set("/_hidden", "x");
        etcdctl("mkdir", "/app/empty");
        etcdctl("set", "--ttl", "100", "/app/lock", "me");
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    private CommandLine etcdctl(String... args) {
        return CommandLine.run(Map.of("ETCDCTL_ENDPOINTS", member.url()), "", List.of(args));
    }
}
