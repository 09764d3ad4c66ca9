package io.muster.cloudconfig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The user-data that this repository ships.
class TemplateTest {
    private static final String TEXT = assertInstanceOf(
                    UserData.Document.class, UserData.recognise(Golden.read(Path.of("../vagrant/user-data"))))
            .text();

    @Test
    void theTemplateSaysOnlyThatItsTokenIsToBeFilledIn() {
        assertEquals(
                List.of(Code.TOKEN_PLACEHOLDER),
                CloudConfigParser.check(TEXT, Deployment.UNKNOWN).findings().stream()
                        .map(Finding::code)
                        .toList());
    }

    @Test
    void onceFilledInNothingIsToBeSaidAndAMemberAsksForItsPeers() {
        String filled = TokenPlaceholder.fill(TEXT, "http://127.0.0.1:8087/0123");
        Addresses addresses = new Addresses("203.0.113.1", "10.0.0.1", null, null);

        CloudConfigParser.Parsed parsed = CloudConfigParser.parse(filled, addresses);

        assertEquals(Report.CLEAN, parsed.report());
        assertEquals(
                Optional.of("http://127.0.0.1:8087/0123"),
                parsed.config().member().flatMap(member -> member.get("discovery")));
    }
}
