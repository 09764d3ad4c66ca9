package io.muster.dist;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.muster.bench.Eventually;
import io.muster.bench.Image;
import io.muster.bench.Ports;
import io.muster.bench.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/// The discovery server's pages, as somebody sees them in a real browser. Leaves pictures in `target/pages`.
class PagesIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String SECRET = "only for this test, and long enough";
    private static final Path PICTURES = Path.of("target", "pages");
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private static Path directory;

    private static Browser browser;
    private static ServerProcess server;
    private static String url;

    @BeforeAll
    static void start() throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), SECRET);
        browser = Browser.start(directory.resolve("profile"));
        int port = Ports.free(1);
        url = "http://127.0.0.1:" + port;
        server = ServerProcess.start(
                "discovery",
                directory,
                Map.of(),
                List.of(
                        Image.current().program("discovery-server").toString(),
                        "--addr=127.0.0.1:" + port,
                        "--admin-secret-file=" + secret));
        Eventually.await(
                "the discovery server", LIMIT, () -> get("/health", "*/*").statusCode() == 200);
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void asAtFirst() {
        browser.scripts(true);
        browser.dark(false);
        browser.phone(false);
        browser.complaints();
    }

    @AfterEach
    void browserHasNothingToComplainOf() {
        assertEquals(List.of(), browser.complaints());
    }

    @Test
    void tokenIsMadeByKeyboardAndItsMembersArriveByThemselves() throws Exception {
        browser.open(url + "/");
        picture("home");
        tabTo("input Number of members");
        browser.press(Keys.chord(Keys.CONTROL, "a"), "3", Keys.ENTER);
        browser.await("h1", "Waiting for 3 more members");
        String token = browser.url();
        assertTrue(token.matches(url + "/[0-9a-f]{32}"), token);
        assertEquals("(0 of 3) Waiting for 3 more members – Muster discovery", browser.title());
        picture("waiting-empty");

        register(token, "a1", "core-01=http://10.0.0.11:2380");
        browser.await("h1", "Waiting for 2 more members");
        register(token, "a2", "core-02=http://10.0.0.12:2380,core-02=http://10.0.0.12:7001");
        browser.await("h1", "Waiting for 1 more member");
        assertEquals("core-02 has registered. Waiting for 1 more member.", announced());
        assertEquals(2, browser.all(".members > li").size());
        assertTrue(browser.text("#member-a2").contains("http://10.0.0.12:7001"));
        assertTrue(browser.find("#member-a2 time").getText().endsWith("UTC"));
        report(
                token,
                "a1",
                "hostname core-01\nwrite /etc/motd\nstart etcd2.service\nmember core-01 waits for its peers");
        browser.await("#member-a1 summary", "Boot report");
        picture("waiting");

        browser.find("#member-a1 summary").click();
        register(token, "a3", "core-03=http://10.0.0.13:2380");
        browser.await("h1", "The cluster is complete");
        assertTrue(browser.text("#member-a1 pre").contains("start etcd2.service"), "what was open stays open");
        assertEquals("summary Boot report of core-01", browser.focused());
        assertEquals(0, browser.all("#join").size(), "nobody is invited any more");
        picture("complete");
    }

    @Test
    void expiredTokenSaysSoAndKeepsWhatWasKnown() throws Exception {
        String token = newToken(3);
        register(token, "h1", "core-01=http://10.0.0.11:2380");
        browser.open(token);
        browser.await("h1", "Waiting for 2 more members");

        HttpResponse<String> expired = send(
                HttpRequest.newBuilder(URI.create(url + "/admin/tokens" + token.substring(url.length()) + "/expire"))
                        .header("Authorization", "Bearer " + SECRET)
                        .POST(BodyPublishers.noBody()));
        assertEquals(200, expired.statusCode(), expired.body());

        browser.await("h1", "This token has expired");
        assertTrue(browser.text("#member-h1").contains("core-01"));
        picture("expired");
    }

    @Test
    void everythingCanBeReadAndMadeWithoutJavaScript() throws Exception {
        browser.scripts(false);
        browser.open(url + "/");
        browser.find("#size").clear();
        browser.find("#size").sendKeys("2");
        browser.find("button[type=submit]").click();
        String token = browser.url();
        assertTrue(browser.text("h1").equals("Waiting for 2 more members"), browser.text("body"));
        register(token, "b1", "n1=http://10.0.0.1:2380");

        browser.find("noscript a").click();

        assertEquals("Waiting for 1 more member", browser.text("h1"));
        assertTrue(browser.text("#member-b1").contains("n1"));
        assertTrue(browser.all("button[data-copy]").stream().noneMatch(WebElement::isDisplayed));
        assertTrue(browser.text("#etcd2").contains("discovery: " + token));
        browser.find("details:not([open]) summary").click();
        assertTrue(browser.text("#etcd").contains("peer-addr: $private_ipv4:7001"));
        picture("no-javascript");
    }

    @Test
    void sizeThatWillNotDoIsExplainedBesideTheField() {
        browser.open(url + "/new?size=1000");

        assertEquals("“1000” will not do: a cluster has 1 to 100 members.", browser.text("#size-error"));
        assertEquals("true", browser.find("#size").getDomAttribute("aria-invalid"));
        assertEquals("1000", browser.find("#size").getDomProperty("value"));
        // the status is 400, which the browser mentions
        assertEquals(1, browser.complaints().size());
    }

    @Test
    void secretTokenShowsItsUrlOnceAndAnotherToPeople() throws Exception {
        browser.open(url + "/");
        browser.find("#secret").click();
        browser.find("button[type=submit]").click();
        browser.await("h1", "Your secret token");
        String join = browser.text("#join");
        String shown = requireNonNull(browser.find("main a").getDomProperty("href"));
        picture("secret");
        browser.open(shown);

        assertEquals("Waiting for 3 more members", browser.text("h1"));
        assertFalse(String.valueOf(browser.run("return document.documentElement.outerHTML"))
                .contains(join.substring(join.lastIndexOf('/') + 1)));
        register(join, "c1", "n1=http://10.0.0.1:2380");
        browser.await("#member-c1", "n1");
    }

    @Test
    void whatNodesWriteIsNeverMarkup() throws Exception {
        String token = newToken(3);
        browser.open(token);
        register(token, "d1", "<script>alert(1)</script>=http://10.0.0.1:2380");
        report(token, "d1", "</code></pre><script>document.title='pwned'</script>");
        browser.await("#member-d1 summary", "Boot report");
        browser.find("#member-d1 summary").click();

        assertTrue(browser.text("#member-d1 pre").contains("<script>document.title='pwned'</script>"));
        assertEquals("<script>alert(1)</script>", browser.text("#member-d1 strong"));
        assertTrue(browser.title().startsWith("(1 of 3)"), browser.title());
        assertEquals(0, browser.all("main script").size());
    }

    @Test
    void keyboardReachesEverythingInTheOrderOfThePage() throws Exception {
        String token = newToken(3);
        register(token, "e1", "n1=http://10.0.0.1:2380");
        report(token, "e1", "all is well");
        browser.open(token);
        List<String> reached = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            browser.tab();
            reached.add(browser.focused());
        }

        List<String> wanted = List.of(
                "a Skip to content",
                "a Muster discovery",
                "summary Boot report of n1",
                "pre Discovery URL",
                "button Copy the discovery URL",
                "summary etcd 2 and later",
                "pre Cloud-config, etcd 2 and later",
                "button Copy the cloud-config, etcd 2 and later",
                "summary etcd 0.4");
        assertEquals(wanted, reached.subList(0, wanted.size()));
    }

    @Test
    void pagesHaveLandmarksNamesAndContrastInBothSchemes() throws Exception {
        String complete = newToken(1);
        register(complete, "f1", "n1=http://10.0.0.1:2380");
        for (String page : List.of(url + "/", newToken(3), complete, url + "/" + "0".repeat(32))) {
            browser.open(page);
            for (boolean dark : new boolean[] {false, true}) {
                browser.dark(dark);
                assertEquals("[]", browser.run(Accessibility.FAULTS), page + " dark=" + dark);
            }
        }
        // an unknown token is told with 404, which the browser mentions
        assertEquals(1, browser.complaints().size());
    }

    @Test
    void nothingIsWiderThanAPhone() throws Exception {
        String token = newToken(5);
        register(token, "g1", "a-rather-long-host-name.rack-12.eu-central.example=http://10.0.0.1:2380");
        browser.phone(true);
        for (String page : List.of(url + "/", token)) {
            browser.open(page);
            assertEquals(
                    true,
                    browser.run("return document.documentElement.scrollWidth <= window.innerWidth"),
                    () -> page + " is wider than the window");
        }
        browser.picture(PICTURES.resolve("phone-waiting.png"));
    }

    @Test
    void samplesAreCloudConfigsThatOurAgentAccepts() throws Exception {
        browser.open(newToken(3));
        browser.find("details:not([open]) summary").click();
        for (String id : List.of("etcd2", "etcd")) {
            Path file = Files.writeString(directory.resolve(id + ".yaml"), browser.text("#" + id) + "\n");
            Command validated = Command.run(
                    directory,
                    Image.current().program("coreos-cloudinit").toString(),
                    "--validate",
                    "--from-file=" + file);
            assertEquals(0, validated.exitCode(), validated.toString());
        }
    }

    @Test
    void programsSeeTheOriginalsBytes() throws Exception {
        String path = newToken(3).substring(url.length());
        for (String accept : List.of("*/*", "application/json, text/html;q=0.5", "text/plain")) {
            assertTrue(get(path, accept).body().startsWith("{\"action\":\"get\",\"node\":{\"key\":"), accept);
            assertEquals(301, get("/", accept).statusCode());
            assertTrue(get("/new", accept).body().startsWith(url + "/"), accept);
        }
        assertTrue(get(path + "?recursive=true", "text/html").body().startsWith("{\"action\""));
        HttpResponse<String> page = get(path, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
        assertTrue(page.body().startsWith("<!DOCTYPE html>"));
        assertTrue(page.headers()
                .firstValue("Content-Security-Policy")
                .orElseThrow()
                .startsWith("default-src 'none';"));
        assertEquals("no-referrer", page.headers().firstValue("Referrer-Policy").orElseThrow());
        assertEquals(404, get("/" + "0".repeat(32), "text/html").statusCode());
    }

    private static void picture(String name) {
        browser.picture(PICTURES.resolve(name + ".png"));
        browser.dark(true);
        browser.picture(PICTURES.resolve(name + "-dark.png"));
        browser.phone(true);
        browser.picture(PICTURES.resolve(name + "-phone-dark.png"));
        browser.dark(false);
        browser.picture(PICTURES.resolve(name + "-phone.png"));
        browser.phone(false);
    }

    private static void tabTo(String wanted) {
        for (int i = 0; i < 10 && !browser.focused().startsWith(wanted); i++) {
            browser.tab();
        }
        assertTrue(browser.focused().startsWith(wanted), browser.focused());
    }

    private static String announced() {
        return String.valueOf(browser.run("return document.getElementById('announcement').textContent"));
    }

    private static String newToken(int size) throws Exception {
        return get("/new?size=" + size, "*/*").body();
    }

    private static void register(String token, String id, String value) throws Exception {
        String form = "value=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(token + "/" + id + "?prevExist=false"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .PUT(BodyPublishers.ofString(form)));
        assertEquals(201, answer.statusCode(), answer.body());
    }

    private static void report(String token, String id, String text) throws Exception {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(token + "/_report/" + id))
                .header("Content-Type", "text/plain; charset=utf-8")
                .PUT(BodyPublishers.ofString(text)));
        assertEquals(204, answer.statusCode(), answer.body());
    }

    private static HttpResponse<String> get(String path, String accept) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(url + path)).header("Accept", accept));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.timeout(LIMIT).build(), BodyHandlers.ofString());
    }
}
