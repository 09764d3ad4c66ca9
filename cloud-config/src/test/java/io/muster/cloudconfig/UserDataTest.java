package io.muster.cloudconfig;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserDataTest {
    @ParameterizedTest
    @ValueSource(strings = {"#cloud-config", "#cloud-config\n", "#cloud-config \t\r\nhostname: a\n"})
    void theHeaderMakesADocument(String text) {
        assertInstanceOf(UserData.Document.class, recognise(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\n",
                " ",
                "\n#cloud-config\n",
                " #cloud-config\n",
                "#Cloud-Config\n",
                "# cloud-config\n",
                "#cloud-config v1\n",
                "\uFEFF#cloud-config\n",
                "#cloud-config\rhostname: a\r",
                "Content-Type: multipart/mixed\n",
                "{\"hostname\": 1}",
                "#include\nhttp://a.example/\n"
            })
    void anyOtherFirstLineIsNotRecognised(String text) {
        assertInstanceOf(UserData.Unrecognised.class, recognise(text));
    }

    @Test
    void nothingIsNotAMistake() {
        assertInstanceOf(UserData.Nothing.class, UserData.recognise(new byte[0]));
    }

    @Test
    void ignitionIsKnownByItsVersion() {
        assertInstanceOf(UserData.Ignition.class, recognise("{\"ignitionVersion\": 1}"));
        assertInstanceOf(UserData.Ignition.class, recognise("\n{\"ignition\": {\"version\": \"2.0.0\"}, \"a\": []}"));
    }

    @Test
    void aScriptKeepsItsBytesButForTheAddresses() {
        byte[] raw = "#!/bin/sh\necho $private_ipv4 \u00e9\n".getBytes(StandardCharsets.ISO_8859_1);

        UserData.Script script = assertInstanceOf(UserData.Script.class, UserData.recognise(raw));

        assertEquals(
                Bytes.of("#!/bin/sh\necho 10.0.0.1 \u00e9\n".getBytes(StandardCharsets.ISO_8859_1)),
                script.filled(new Addresses(null, "10.0.0.1", null, null)));
    }

    @Test
    void compressedDataIsUnpackedOnce() throws IOException {
        byte[] document = "#cloud-config\nhostname: a\n".getBytes(StandardCharsets.UTF_8);

        assertInstanceOf(UserData.Document.class, UserData.recognise(packed(document)));
        assertInstanceOf(UserData.Unrecognised.class, UserData.recognise(packed(packed(document))));
    }

    @Test
    void dataThatUnpacksToGigabytesIsRefused() throws IOException {
        assertInstanceOf(UserData.Unrecognised.class, UserData.recognise(packed(new byte[65 << 20])));
    }

    private static UserData recognise(String text) {
        return UserData.recognise(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] packed(byte[] data) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(data);
        }
        return out.toByteArray();
    }
}
