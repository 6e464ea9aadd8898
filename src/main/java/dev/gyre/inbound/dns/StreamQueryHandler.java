package dev.gyre.inbound.dns;

import dev.gyre.dns.ClientQuery;
import dev.gyre.dns.Received;
import dev.gyre.inbound.client.ClientEvent;
import dev.gyre.inbound.client.Deadline;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.ChannelInputShutdownEvent;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;

/// Answers the questions of one connection, many at a time, each as soon as its answer is there (RFC 7766 6.2.1.1, 7).
///
/// - **Flow:** no more is read while many questions are open, which they are until their replies are written: a client that does not
///   read is not read.
/// - **Time:** a question has to be whole, and a reply written, within a time after the one before.
final class StreamQueryHandler extends SimpleChannelInboundHandler<ByteBuf> {

    private static final int MOST_OPEN = 32;
    private static final int LENGTH = 2;

    private final NameDesk desk;
    private final OpenQuestions open;
    private final DnsClient client;
    private final Duration patience;
    private @Nullable Deadline deadline;
    private int asked;

    /// Of those, how many are still looked up: that takes as long as it takes, which is bounded.
    private int lookedUp;

    private boolean saidAll;
    private boolean ending;

    /// @param patience how long nothing may come about
    StreamQueryHandler(NameDesk desk, OpenQuestions open, DnsClient client, Duration patience) {
        this.desk = desk;
        this.open = open;
        this.client = client;
        this.patience = patience;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        deadline = new Deadline(ctx.channel().eventLoop(), () -> expired(ctx));
        goesOn();
        ctx.fireChannelActive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (deadline != null) {
            deadline.end();
        }
        client.ended();
        ctx.fireChannelInactive();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf message) {
        goesOn();
        if (ending) {
            return;
        }
        switch (desk.service().receive(ByteBufUtil.getBytes(message), false)) {
            case Received.Nothing() -> ctx.close();
            case Received.Answered(byte[] reply, Optional<ClientQuery> query) -> {
                query.ifPresent(asks -> desk.note(client.address(), asks, reply));
                begin(ctx);
                send(ctx, reply, () -> {});
            }
            case Received.Known(ClientQuery query, byte[] reply) -> {
                begin(ctx);
                send(ctx, desk.judged(client, query, reply), () -> {});
            }
            case Received.Asked(ClientQuery query) -> ask(ctx, query);
        }
    }

    private void ask(ChannelHandlerContext ctx, ClientQuery query) {
        begin(ctx);
        Place place = open.take(client.address()).orElse(null);
        if (place == null) {
            send(ctx, desk.tooMany(client, query), () -> {});
            return;
        }
        lookedUp++;
        desk.ask(
                client,
                query,
                place,
                ctx.channel().closeFuture(),
                ctx.channel().eventLoop(),
                reply -> {
                    lookedUp--;
                    goesOn();
                    send(ctx, reply, place::written);
                });
    }

    private void expired(ChannelHandlerContext ctx) {
        if (lookedUp > 0) {
            goesOn();
        } else {
            ctx.close();
        }
    }

    private void begin(ChannelHandlerContext ctx) {
        asked++;
        flow(ctx);
    }

    private void send(ChannelHandlerContext ctx, byte[] reply, Runnable written) {
        ByteBuf frame = ctx.alloc().buffer(LENGTH + reply.length);
        frame.writeShort(reply.length).writeBytes(reply);
        ctx.writeAndFlush(frame)
                .addListener(_ -> {
                    written.run();
                    goesOn();
                    asked--;
                    flow(ctx);
                });
    }

    /// Something has come about.
    private void goesOn() {
        if (deadline != null) {
            deadline.in(patience);
        }
    }

    private void flow(ChannelHandlerContext ctx) {
        ctx.channel().config().setAutoRead(!ending && asked < MOST_OPEN);
        if (isOver()) {
            // What was read and not looked at yet is looked at first.
            ctx.executor()
                    .execute(() -> {
                        if (isOver()) {
                            ctx.close();
                        }
                    });
        }
    }

    private boolean isOver() {
        return (ending || saidAll) && asked == 0;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        // What was asked is still answered.
        saidAll |= event instanceof ChannelInputShutdownEvent;
        ending |= event == ClientEvent.STOPPING;
        flow(ctx);
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        desk.defects().ends(cause);
        ctx.close();
    }
}
