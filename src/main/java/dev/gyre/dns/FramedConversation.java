package dev.gyre.dns;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.Promise;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Messages with their length in front, over TCP or TLS (RFC 1035 4.2.2, RFC 7858). Answers come in any order (RFC 7766 section 7);
/// each is told by its id.
///
/// Nobody else can answer here: a message that answers no question of this connection is the server's fault, and ends it.
final class FramedConversation extends ChannelConversation<ByteBuf> {

    private static final int IDS = 1 << 16;

    private final SecureRandom random;
    private final boolean padded;
    private final Map<Integer, Asked> open = new HashMap<>();

    /// @param padded whether the length of questions is to be hidden
    FramedConversation(NameServer server, SecureRandom random, boolean padded) {
        super(server);
        this.random = random;
        this.padded = padded;
    }

    @Override
    void ask(ChannelHandlerContext ctx, Query query, Promise<Heard> heard) {
        int id = random.nextInt(IDS);
        while (open.containsKey(id)) {
            id = random.nextInt(IDS);
        }
        Query asked = (padded ? query.padded() : query).withId(id);
        int its = id;
        open.put(id, new Asked(asked, heard));
        // When nobody waits any more its id stays taken: the answer may still come.
        ctx.writeAndFlush(asked.frame(ctx.alloc()))
                .addListener(
                        (ChannelFutureListener)
                                sent -> {
                                    if (!sent.isSuccess() && open.remove(its) != null) {
                                        heard.tryFailure(hangup(String.valueOf(sent.cause())));
                                    }
                                });
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf message) {
        if (message.readableBytes() < 2) {
            end(ctx, "sends a malformed answer");
            return;
        }
        int id = message.getUnsignedShort(message.readerIndex());
        Asked asked = open.remove(id);
        if (asked == null) {
            end(ctx, "answers what was not asked");
            return;
        }
        asked.query()
                .readFrame(ByteBufUtil.getBytes(message))
                .ifPresentOrElse(
                        asked.heard()::trySuccess,
                        () -> {
                            asked.heard().trySuccess(new Heard.Broken("answers something else"));
                            end(ctx, "answers something else");
                        });
    }

    @Override
    void failAll(Hangup why) {
        List<Asked> all = new ArrayList<>(open.values());
        open.clear();
        all.forEach(each -> each.fail(why));
    }
}
