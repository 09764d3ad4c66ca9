package io.muster.discovery.page;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.Reader;
import java.nio.charset.StandardCharsets;

/// The pages' templates. Whatever is put into one is escaped; a name that the model lacks is an error.
record Templates(Template home, Template token, Template live, Template made, Template trouble) {
    static Templates load() {
        Mustache.Compiler compiler = Mustache.compiler().withLoader(Templates::text);
        return new Templates(
                compiler.compile(text("home")),
                compiler.compile(text("token")),
                compiler.compile(text("live")),
                compiler.compile(text("made")),
                compiler.compile(text("trouble")));
    }

    private static Reader text(String name) {
        return Reader.of(new String(Assets.read(name + ".mustache"), StandardCharsets.UTF_8));
    }
}
