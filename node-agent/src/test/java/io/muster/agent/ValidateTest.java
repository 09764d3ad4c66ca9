package io.muster.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateTest {
    private static final String MISSPELT = "#cloud-config\nhostnam: \"a\"\n";

    @TempDir
    private Path directory;

    private Path file = Path.of("");

    @BeforeEach
    void nameFile() {
        file = directory.resolve("user data");
    }

    @Test
    void aSoundFileIsPassedOverInSilence() throws IOException {
        Files.writeString(file, "#cloud-config\nhostname: a\n");

        assertEquals(new Agent(0, "", ""), Agent.run("validate", "--strict", file.toString()));
    }

    @Test
    void errorsEndWithOneAndWarningsWithTwoWhereTheyCount() throws IOException {
        Files.writeString(file, MISSPELT);
        String line = file + ":2:1: warning: unknown key \"hostnam\"; did you mean hostname? [unknown-key]\n";
        assertEquals(new Agent(0, line, ""), Agent.run("validate", file.toString()));
        assertEquals(new Agent(2, line, ""), Agent.run("validate", "--strict", file.toString()));

        Files.writeString(file, "#cloud-config\n\tx\n");
        assertEquals(1, Agent.run("validate", "--strict", file.toString()).exitCode());

        Files.writeString(file, "#cloud-config\n");
        assertEquals(
                new Agent(
                        0,
                        file + ":1:1: info: the document holds no key, so it asks for nothing [empty-document]\n",
                        ""),
                Agent.run("validate", "--strict", file.toString()));
    }

    @Test
    void severalFilesAreCheckedInOneRun() throws IOException {
        Files.writeString(file, MISSPELT);
        Path other = Files.writeString(directory.resolve("other"), "#cloud-confg\n");

        Agent both = Agent.run("validate", file.toString(), other.toString());

        assertEquals(1, both.exitCode());
        assertEquals(2, both.output().lines().count(), both.output());
    }

    @Test
    void standardInputIsReadForADash() {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(MISSPELT.getBytes(StandardCharsets.UTF_8)));
        try {
            assertTrue(Agent.run("validate", "-").output().startsWith("-:2:1: warning: "));
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void jsonHasEachFindingInItsParts() throws IOException {
        Files.writeString(file, MISSPELT);

        assertEquals(
                """
                {
                  "errors" : 0,
                  "warnings" : 1,
                  "infos" : 0,
                  "findings" : [
                    {
                      "file" : "%s",
                      "line" : 2,
                      "column" : 1,
                      "severity" : "warning",
                      "code" : "unknown-key",
                      "sentence" : "unknown key \\"hostnam\\"",
                      "remedy" : "did you mean hostname?"
                    }
                  ]
                }
                """.formatted(file),
                Agent.run("validate", "--format=json", file.toString()).output());
    }

    @Test
    void sarifNamesTheRuleAndThePlace() throws IOException {
        Files.writeString(file, MISSPELT);

        String log = Agent.run("validate", "--format", "sarif", file.toString()).output();

        assertTrue(log.contains("\"version\" : \"2.1.0\""), log);
        assertTrue(log.contains("\"uri\" : \"" + file.toUri() + "\""), log);
        assertTrue(
                log.replaceAll("\\s+", "")
                        .contains("\"ruleId\":\"unknown-key\",\"ruleIndex\":7,\"level\":\"warning\""
                                + ",\"message\":{\"text\":\"unknownkey"),
                log);
        assertTrue(log.replaceAll("\\s+", "").contains("\"startLine\":2,\"startColumn\":1"), log);
    }

    @Test
    void addressesThatAreNotGivenAreMissed() throws IOException {
        Files.writeString(file, "#cloud-config\nhostname: n-$private_ipv4\n");

        assertEquals(new Agent(0, "", ""), Agent.run("validate", file.toString()));
        assertEquals(
                new Agent(
                        2,
                        file + ":2:13: warning: $private_ipv4 is not known and becomes nothing; give --private-ipv4"
                                + " [address-unset]\n",
                        ""),
                Agent.run("validate", "--strict", "--public-ipv4=203.0.113.1", file.toString()));
    }

    @Test
    void theSizeOfATokenIsAskedForOnDemand() throws IOException {
        HttpServer service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/0123/_config/size", exchange -> {
            byte[] body = "{\"action\":\"get\",\"node\":{\"key\":\"/size\",\"value\":\"5\"}}"
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        service.start();
        try {
            String base = "http://127.0.0.1:" + service.getAddress().getPort();
            Files.writeString(file, "#cloud-config\ncoreos: {etcd2: {discovery: '%s/0123'}}\n".formatted(base));

            assertEquals(new Agent(0, "", ""), Agent.run("validate", "--machines=3", file.toString()));
            assertEquals(new Agent(0, "", ""), Agent.run("validate", "--online", "--machines=5", file.toString()));
            assertTrue(Agent.run("validate", "--online", "--machines=3", file.toString())
                    .output()
                    .contains("the discovery token is for 5 members, and 3 machines boot"));

            Files.writeString(file, "#cloud-config\ncoreos: {etcd2: {discovery: '%s/4567'}}\n".formatted(base));
            Agent unknown = Agent.run("validate", "--online", "--machines=3", file.toString());
            assertEquals(1, unknown.exitCode());
            assertTrue(unknown.errors().contains("/4567 (status 404); ask it for a new token"), unknown.errors());
        } finally {
            service.stop(0);
        }
    }

    @Test
    void aCommandLineThatCannotBeReadEndsWithTwo() {
        assertEquals(
                new Agent(2, "", "node-agent: validate needs a FILE; node-agent validate --help lists what there is\n"),
                Agent.run("validate"));
        assertEquals(2, Agent.run("validate", "--format=xml", "x").exitCode());
        assertEquals(2, Agent.run("validate", "--machines=none", "x").exitCode());
        assertEquals(2, Agent.run("validate", "x", "--machines").exitCode());
        assertEquals(2, Agent.run("validate", "--frobnicate", "x").exitCode());
        assertEquals(2, Agent.run("explain", "a", "b").exitCode());
        assertEquals(2, Agent.run("schema", "a").exitCode());
    }

    @Test
    void keysAndCodesAreExplained() {
        Agent known = Agent.run("explain", "coreos.etcd2.discovery");
        assertEquals(0, known.exitCode());
        assertTrue(known.output().startsWith("coreos.etcd2.discovery: text\n"), known.output());

        assertEquals(
                new Agent(1, "", "node-agent: there is no key \"etcd3\" in coreos; did you mean etcd?\n"),
                Agent.run("explain", "coreos.etcd3"));
        assertTrue(Agent.run("explain").output().contains("\n  coreos "));
        assertTrue(Agent.run("schema").output().startsWith("{\n  \"$schema\""));
        assertTrue(Agent.run("validate", "--help").output().contains("--format=text|json|sarif"));
        assertTrue(Agent.run("--help").output().contains("--format=text|json|sarif"));
    }
}
