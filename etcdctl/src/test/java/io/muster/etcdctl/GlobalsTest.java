package io.muster.etcdctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GlobalsTest {
    @Test
    void presetsAreThoseOf238() throws Exception {
        Globals globals = globals(Map.of());
        assertEquals(List.of("http://127.0.0.1:2379", "http://127.0.0.1:4001"), urls(globals));
        assertEquals(true, globals.sync());
        assertEquals(false, globals.debug());
        assertEquals("simple", globals.output());
        assertEquals(Duration.ofSeconds(1), globals.timeout());
        assertEquals(Duration.ofSeconds(5), globals.totalTimeout());
        assertNull(globals.who());
        assertEquals(new TlsFiles("", "", ""), globals.tls());
    }

    @Test
    void endpointsAreTakenFromTheFirstPlaceThatNamesAny() throws Exception {
        List<String> places = List.of("--endpoints", "ENDPOINTS", "--endpoint", "ENDPOINT", "--peers", "PEERS");
        for (int first = 0; first < places.size(); first++) {
            var line = new ArrayList<String>();
            var env = new HashMap<String, String>();
            for (String place : places.subList(first, places.size())) {
                if (place.startsWith("-")) {
                    line.addAll(List.of(place, "http://" + place.substring(2)));
                } else {
                    env.put("ETCDCTL_" + place, "http://" + place);
                }
            }
            String wanted = places.get(first).replace("--", "");
            assertEquals(List.of("http://" + wanted), urls(globals(env, line.toArray(String[]::new))));
        }
        assertEquals(List.of("http://c:1"), urls(globals(Map.of(), "-C", "http://c:1/")));
    }

    @Test
    void endpointsAreUnderstoodInEveryForm() throws Exception {
        Globals globals = globals(Map.of(), "--endpoints", "host,https://h:1/below/,http://[::1]:23,HTTP://my_host");
        assertEquals(
                List.of(
                        new Endpoint("http://host", false, "host", 80),
                        new Endpoint("https://h:1/below", true, "h", 1),
                        new Endpoint("http://[::1]:23", false, "::1", 23),
                        new Endpoint("HTTP://my_host", false, "my_host", 80)),
                globals.endpoints());
        assertEquals("/below", globals.endpoints().get(1).path());
        assertEquals("[::1]:23", globals.endpoints().get(2).authority());
    }

    @Test
    void variablesCompleteWhatIsNotGiven() throws Exception {
        Map<String, String> env = Map.of(
                "ETCDCTL_USERNAME", "me:from:env",
                "ETCDCTL_CA_FILE", "ca.pem",
                "ETCDCTL_CERT_FILE", "cert.pem",
                "ETCDCTL_KEY_FILE", "key.pem");
        assertEquals(new Credentials("me", "from:env"), globals(env).who());
        assertEquals(new TlsFiles("cert.pem", "key.pem", "ca.pem"), globals(env).tls());
        assertEquals(
                new TlsFiles("cert.pem", "key.pem", "mine"),
                globals(env, "--ca-file=mine").tls());
        assertEquals(new Credentials("you", ""), globals(env, "-u", "you:").who());
    }

    @Test
    void passwordIsShownNowhere() throws Exception {
        Credentials who = globals(Map.of(), "--username", "me:secret").who();
        assertNotNull(who);
        assertEquals("Credentials[me]", who.toString());
    }

    @Test
    void durationsAreThoseOfGo() throws Exception {
        Map<String, Duration> durations = Map.of(
                "90s", Duration.ofSeconds(90),
                "1m30s", Duration.ofSeconds(90),
                "1.5h", Duration.ofMinutes(90),
                "250ms", Duration.ofMillis(250),
                ".5s", Duration.ofMillis(500));
        for (Map.Entry<String, Duration> each : durations.entrySet()) {
            assertEquals(
                    each.getValue(),
                    globals(Map.of(), "--timeout", each.getKey()).timeout());
        }
    }

    private static Globals globals(Map<String, String> env, String... args) throws Exception {
        return Globals.read(Arguments.leading(Globals.FLAGS, List.of(args)), env);
    }

    private static List<String> urls(Globals globals) {
        return globals.endpoints().stream().map(Endpoint::url).toList();
    }
}
