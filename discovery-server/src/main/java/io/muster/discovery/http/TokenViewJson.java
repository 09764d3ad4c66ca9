package io.muster.discovery.http;

import io.muster.discovery.registry.TokenView;
import io.muster.keyspace.wire.JsonWriter;

/// A [TokenView] as JSON, moments in RFC 3339; what is not known is left out.
public final class TokenViewJson {
    private TokenViewJson() {}

    /// One object, without a newline.
    public static byte[] write(TokenView view) {
        JsonWriter json = new JsonWriter();
        write(json, view);
        return json.toByteArray();
    }

    static void write(JsonWriter json, TokenView view) {
        json.open()
                .member("token", view.token().name())
                .member("state", view.state().word());
        switch (view.state()) {
            case TokenView.Waiting waiting -> json.member("waitingFor", waiting.more());
            case TokenView.Complete complete -> complete.at().ifPresent(at -> json.moment("completed", at));
            case TokenView.Expired expired -> json.moment("expired", expired.at());
        }
        json.member("size", view.size());
        if (view.secret()) {
            json.member("secret").raw("true");
        }
        view.created().ifPresent(created -> json.moment("created", created));
        view.end().ifPresent(end -> json.moment("expires", end));
        json.member("members", view.members(), TokenViewJson::write);
        json.member("surplus", view.surplus(), TokenViewJson::write);
        json.close();
    }

    private static void write(JsonWriter json, TokenView.Member member) {
        json.open().member("id", member.id()).member("name", member.name());
        json.member("peerURLs", member.peerUrls(), JsonWriter::string);
        json.member("value", member.value());
        member.registered().ifPresent(registered -> json.moment("registered", registered));
        member.lapses().ifPresent(lapses -> json.moment("lapses", lapses));
        member.report().ifPresent(report -> json.member("report")
                .open()
                .moment("received", report.received())
                .member("text", report.text())
                .close());
        json.close();
    }
}
