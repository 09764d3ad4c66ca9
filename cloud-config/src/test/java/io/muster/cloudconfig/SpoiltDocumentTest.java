package io.muster.cloudconfig;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/// Sound documents with lines and characters lost, doubled and mixed: findings or a plan, never an exception.
class SpoiltDocumentTest {
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", 5_000);
    private static final Duration LIMIT = Duration.ofSeconds(30).multipliedBy(1 + ROUNDS / 5_000);
    private static final List<String> PIECES = List.of(
            ":",
            "- ",
            "  ",
            "\t",
            "&a ",
            "*a",
            "!!binary ",
            "|",
            ">",
            "{",
            "[",
            "\"",
            "'",
            "#",
            "null",
            "0x1f",
            "1e999",
            "~",
            "<<: ",
            "---\n",
            "...\n",
            "%YAML 9.9\n",
            "\u0000",
            "\ufeff",
            "\ud83d\udc0e",
            "$private_ipv4",
            "yes",
            ".inf");
    private static final String SOUND = """
            #cloud-config
            hostname: core
            ssh_authorized_keys:
              - ssh-rsa AAAA me
            coreos:
              etcd2:
                discovery: http://127.0.0.1:8087/token
                advertise-client-urls: http://$private_ipv4:2379
                listen-client-urls: "http://0.0.0.0:2379,http://0.0.0.0:4001"
                initial-advertise-peer-urls: http://$private_ipv4:2380
                listen-peer-urls: http://$private_ipv4:2380
                heartbeat-interval: 100
              fleet:
                metadata: "role=a,zone=b"
              update:
                reboot-strategy: etcd-lock
              units:
                - name: etcd2.service
                  command: start
                  enable: true
                  drop-ins:
                    - name: 10-x.conf
                      content: |
                        [Service]
                        Environment=A=b
            users:
              - name: elroy
                passwd: "$6$5s2u6"
                groups: [sudo, docker]
            write_files:
              - path: /etc/motd
                permissions: "0644"
                encoding: b64
                content: aGVsbG8=
            manage_etc_hosts: localhost
            """;

    @Test
    void spoiltDocumentsHaveFindingsOrAMeaning() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(17);
        assertTimeoutPreemptively(LIMIT, () -> {
            for (int round = 0; round < ROUNDS; round++) {
                String text = spoilt(random);
                try {
                    UserData.recognise(text.getBytes(UTF_8));
                    CloudConfigParser.check(text, Deployment.UNKNOWN);
                    CloudConfigParser.parse(text, Addresses.NONE);
                } catch (RuntimeException e) {
                    fail("round " + round + ":\n" + text, e);
                }
            }
        });
    }

    private static String spoilt(RandomGenerator random) {
        List<String> lines = new ArrayList<>(SOUND.lines().toList());
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = 1 + random.nextInt(lines.size() - 1);
            String line = lines.get(at);
            int cut = random.nextInt(line.length() + 1);
            String piece = PIECES.get(random.nextInt(PIECES.size()));
            switch (random.nextInt(7)) {
                case 0 -> lines.remove(at);
                case 1 -> lines.add(at, line);
                case 2 -> lines.set(at, "  " + line);
                case 3 -> lines.set(at, line.substring(0, cut));
                case 4 -> lines.set(at, line.substring(cut));
                case 5 -> lines.set(at, line.substring(0, cut) + piece + line.substring(cut));
                default -> lines.set(at, line.substring(0, line.indexOf(':') + 1) + " " + piece);
            }
        }
        return String.join("\n", lines);
    }
}
