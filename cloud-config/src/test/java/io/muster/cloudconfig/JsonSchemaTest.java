package io.muster.cloudconfig;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class JsonSchemaTest {
    @Test
    void theSchemaThatEditorsLoadIsThatOfTheParser() {
        Golden.assertMatches(Path.of("../docs/cloud-config.schema.json"), JsonSchema.text());
    }
}
