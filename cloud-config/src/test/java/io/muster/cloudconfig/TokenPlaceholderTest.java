package io.muster.cloudconfig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TokenPlaceholderTest {
    private static final String TEMPLATE =
            "#cloud-config\r\n  # put <token> here: https://d.example/<token>\r\nd: \"https://d.example/v1/<token>\"  # x\n";

    @Test
    void aTokenTakesThePlaceOfThePlaceholderAlone() {
        assertEquals(TEMPLATE.replace("/v1/<token>", "/v1/0123abcd"), TokenPlaceholder.fill(TEMPLATE, "0123abcd"));
    }

    @Test
    void aUrlTakesThePlaceOfTheUrlThatEndsInThePlaceholder() {
        assertEquals(
                TEMPLATE.replace("https://d.example/v1/<token>", "http://127.0.0.1:8087/0123abcd"),
                TokenPlaceholder.fill(TEMPLATE, "http://127.0.0.1:8087/0123abcd"));
    }

    @Test
    void aPlaceholderInACommentNeedsNoToken() {
        assertTrue(TokenPlaceholder.isIn(TEMPLATE));
        assertFalse(TokenPlaceholder.isIn("#cloud-config\n# discovery: https://d.example/<token>\n"));
    }
}
