package dev.gyre.dns;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.util.Locale;

/// An HTTP answer that is to hold a message (RFC 8484 section 4.2).
final class DohReply {

    /// The one media type that is spoken.
    static final String TYPE = "application/dns-message";

    /// The most octets of a message.
    static final int MOST = 65_535;

    private final ByteArrayOutputStream body = new ByteArrayOutputStream(512);
    private @Nullable String refused;

    /// The head of the answer.
    ///
    /// @param type the field `content-type`, if there is one
    void head(String status, @Nullable CharSequence type) {
        if (!status.equals("200")) {
            refused = "answers with HTTP status " + (status.length() == 3 ? status : "none");
        } else if (type == null || !isMessage(type.toString())) {
            refused = "answers with no DNS message";
        }
    }

    private static boolean isMessage(String type) {
        int parameters = type.indexOf(';');
        String bare = parameters < 0 ? type : type.substring(0, parameters);
        return bare.strip().toLowerCase(Locale.ROOT).equals(TYPE);
    }

    /// More of the body; the caller keeps the buffer.
    ///
    /// @return whether more may come
    boolean body(ByteBuf octets) {
        if (refused != null) {
            return true;
        }
        if (body.size() + octets.readableBytes() > MOST) {
            refused = "answers with more than a message can hold";
            return false;
        }
        body.writeBytes(ByteBufUtil.getBytes(octets));
        return true;
    }

    /// What the whole answer comes to.
    Heard heard(Query query) {
        return refused != null
                ? new Heard.Broken(refused)
                : query.readFrame(body.toByteArray())
                        .orElseGet(() -> new Heard.Broken("answers something else"));
    }
}
