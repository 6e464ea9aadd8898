package dev.gyre.inbound.socks;

import dev.gyre.access.Verdict;
import dev.gyre.access.rules.Scheme;
import dev.gyre.inbound.client.ClientConnection;
import dev.gyre.inbound.client.ClientEvent;
import dev.gyre.inbound.client.LingeringClose;
import dev.gyre.inbound.client.TunnelOpener;
import dev.gyre.inbound.identity.BadClaim;
import dev.gyre.inbound.identity.Claims;
import dev.gyre.net.Credentials;
import dev.gyre.net.Failure;
import dev.gyre.net.Target;
import dev.gyre.observe.ExchangeRecord.Kind;
import dev.gyre.outbound.Upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;

import java.util.List;
import java.util.Optional;

/// SOCKS 4, 4a and 5 with a client (RFC 1928, 1929): reads what it asks for, opens the way, and says success only when the way
/// is up.
///
/// Whatever the client sends before that is held, a bounded amount of it, and reaches the target.
public final class SocksHandler extends ByteToMessageDecoder {

    private final ClientConnection client;
    private Phase phase = Phase.VERSION;
    private int version;
    private boolean inputEnded;
    private boolean refused;

    /// By what the client has logged in, or would have if users were asked for.
    private Optional<Credentials> loggedIn = Optional.empty();

    private enum Phase {
        VERSION,
        METHODS,
        PASSWORD,
        /// It is being found out whether it is a user's.
        LOGIN,
        REQUEST,
        OVER
    }

    public SocksHandler(ClientConnection client) {
        this.client = client;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        switch (phase) {
            case VERSION -> {
                version = in.getUnsignedByte(in.readerIndex());
                phase = version == 5 ? Phase.METHODS : Phase.REQUEST;
                decode(ctx, in, out);
            }
            case METHODS -> methods(ctx, in);
            case PASSWORD -> password(ctx, in);
            case REQUEST -> {
                (version == 5 ? SocksRequest.socks5(in) : SocksRequest.socks4(in))
                        .ifPresent(request -> request(ctx, request));
            }
            case LOGIN -> {}
            case OVER -> {
                if (refused) {
                    in.skipBytes(in.readableBytes());
                }
            }
        }
    }

    /// Where no user is asked for, a client that offers a name and a password is let say them all the same: its session may be in
    /// them.
    private void methods(ChannelHandlerContext ctx, ByteBuf in) {
        int start = in.readerIndex();
        if (in.readableBytes() < 2 || in.readableBytes() < 2 + in.getUnsignedByte(start + 1)) {
            return;
        }
        in.skipBytes(1);
        byte[] offered =
                ByteBufUtil.getBytes(in, in.readerIndex() + 1, in.getUnsignedByte(start + 1));
        in.skipBytes(1 + offered.length);
        if (contains(offered, 2)) {
            write(ctx, 5, 2);
            phase = Phase.PASSWORD;
        } else if (contains(offered, 0) && client.principal().users().isEmpty()) {
            write(ctx, 5, 0);
            phase = Phase.REQUEST;
        } else {
            refuse(ctx, ctx.alloc().buffer(2).writeByte(5).writeByte(0xff));
        }
    }

    private void password(ChannelHandlerContext ctx, ByteBuf in) {
        int start = in.readerIndex();
        if (in.readableBytes() < 2) {
            return;
        }
        int user = in.getUnsignedByte(start + 1);
        if (in.readableBytes() < 3 + user) {
            return;
        }
        int password = in.getUnsignedByte(start + 2 + user);
        if (in.readableBytes() < 3 + user + password) {
            return;
        }
        Optional<Credentials> said =
                SocksText.of(in, start + 2, user)
                        .flatMap(name ->
                                SocksText.of(in, start + 3 + user, password)
                                        .map(word -> new Credentials(name, word)))
                        .filter(each -> in.getByte(start) == 1 && isClaim(each));
        in.skipBytes(3 + user + password);
        if (said.isEmpty()) {
            refuse(ctx, wrongPassword(ctx));
        } else {
            loggedIn = said;
            logIn(
                    ctx,
                    said.get(),
                    () -> {
                        write(ctx, 1, 0);
                        phase = Phase.REQUEST;
                    },
                    () -> refuse(ctx, wrongPassword(ctx)));
        }
    }

    private static ByteBuf wrongPassword(ChannelHandlerContext ctx) {
        return ctx.alloc().buffer(2).writeByte(1).writeByte(1);
    }

    /// Goes on when these are a user's, where one is asked for. Until that is known nothing more is read.
    private void logIn(
            ChannelHandlerContext ctx, Credentials said, Runnable known, Runnable unknown) {
        Credentials its = new Credentials(client.principal().user(), Claims.password(said));
        if (client.principal().isLoggedIn(its)) {
            known.run();
            return;
        }
        phase = Phase.LOGIN;
        ctx.channel().config().setAutoRead(false);
        client.principal()
                .logIn(
                        its,
                        verdict -> {
                            ctx.channel().config().setAutoRead(true);
                            if (verdict == Verdict.KNOWN) {
                                known.run();
                                if (phase == Phase.REQUEST) {
                                    again(ctx);
                                }
                            } else {
                                client.journal().notLoggedIn(kind(), failure(verdict));
                                unknown.run();
                            }
                        });
    }

    private static Failure failure(Verdict verdict) {
        return switch (verdict) {
            case KNOWN, UNKNOWN -> Failure.USER_UNKNOWN;
            case HELD_OFF -> Failure.USER_HELD_OFF;
            case BUSY -> Failure.OVERLOADED;
        };
    }

    private Kind kind() {
        return version == 5 ? Kind.SOCKS5 : Kind.SOCKS4;
    }

    /// Looks at what has been held.
    private void again(ChannelHandlerContext ctx) {
        try {
            channelRead(ctx, Unpooled.EMPTY_BUFFER);
            channelReadComplete(ctx);
        } catch (Exception broken) {
            exceptionCaught(ctx, broken);
        }
    }

    /// Takes note of who the client says it is.
    ///
    /// @return false when that can't be understood: it must not get another session than it means
    private boolean isClaim(Credentials said) {
        try {
            client.principal().claims(client.claims().of(said));
            return true;
        } catch (BadClaim bad) {
            return false;
        }
    }

    private void request(ChannelHandlerContext ctx, SocksRequest request) {
        phase = Phase.OVER;
        switch (request) {
            case SocksRequest.Refused(int code) -> refuse(ctx, reply(code));
            case SocksRequest.Connect(Target target, Optional<String> user) -> {
                if (version == 5) {
                    connectByNow(ctx, target);
                } else {
                    connect(ctx, target, user);
                }
            }
        }
    }

    /// Users may be others than when it logged in, or may be asked for only since.
    private void connectByNow(ChannelHandlerContext ctx, Target target) {
        if (client.principal().users().isEmpty()) {
            connect(ctx, target);
        } else if (loggedIn.isEmpty()) {
            client.journal().notLoggedIn(kind(), Failure.USER_UNKNOWN);
            failed(ctx, Failure.USER_UNKNOWN);
        } else {
            logIn(
                    ctx,
                    loggedIn.get(),
                    () -> {
                        phase = Phase.OVER;
                        connect(ctx, target);
                    },
                    () -> failed(ctx, Failure.USER_UNKNOWN));
        }
    }

    /// SOCKS4 has no password: where a user is asked for, it stands behind the name and a colon.
    private void connect(ChannelHandlerContext ctx, Target target, Optional<String> id) {
        boolean asked = client.principal().users().isPresent();
        Optional<Credentials> said =
                id.map(text -> asked ? split(text) : new Credentials(text, ""));
        if (said.isEmpty() || (!said.get().user().isEmpty() && !isClaim(said.get()))) {
            refuse(ctx, reply(1));
        } else if (!asked) {
            connect(ctx, target);
        } else {
            logIn(
                    ctx,
                    said.get(),
                    () -> {
                        phase = Phase.OVER;
                        connect(ctx, target);
                    },
                    () -> refuse(ctx, reply(1)));
        }
    }

    private static Credentials split(String id) {
        int colon = id.indexOf(':');
        return colon < 0
                ? new Credentials(id, "")
                : new Credentials(id.substring(0, colon), id.substring(colon + 1));
    }

    private void connect(ChannelHandlerContext ctx, Target target) {
        ctx.channel().config().setAutoRead(false);
        client.deadline().clear();
        TunnelOpener opener = new TunnelOpener(client, kind());
        if (opener.isBuiltIn(target)) {
            ctx.writeAndFlush(reply(SocksReply.SOCKS5_SUCCEEDED));
            client.phases().speakHttpWith(target, client, this);
        } else {
            opener.open(
                    version == 5 ? Scheme.SOCKS5 : Scheme.SOCKS4,
                    "",
                    target,
                    upstream -> opened(ctx, upstream),
                    refusal -> failed(ctx, refusal.failure()),
                    over -> failed(ctx, over.why()));
        }
    }

    private void opened(ChannelHandlerContext ctx, Upstream upstream) {
        ctx.writeAndFlush(reply(SocksReply.SOCKS5_SUCCEEDED));
        client.phases().tunnel(client, upstream, this);
    }

    private void failed(ChannelHandlerContext ctx, Failure failure) {
        refuse(ctx, reply(SocksReply.code(failure)));
    }

    private ByteBuf reply(int code) {
        return version == 5 ? SocksReply.socks5(code) : SocksReply.socks4(code == 0);
    }

    private void refuse(ChannelHandlerContext ctx, ByteBuf reply) {
        phase = Phase.OVER;
        refused = true;
        client.deadline().clear();
        LingeringClose.begin(ctx.channel(), inputEnded, reply);
    }

    private static void write(ChannelHandlerContext ctx, int first, int second) {
        ctx.writeAndFlush(ctx.alloc().buffer(2).writeByte(first).writeByte(second));
    }

    private static boolean contains(byte[] offered, int method) {
        for (byte each : offered) {
            if (each == method) {
                return true;
            }
        }
        return false;
    }

    /// A client that ends its side before it is served has gone; afterwards, this handler is gone.
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded = true;
        }
        boolean gone =
                event instanceof ChannelInputShutdownEvent && (phase != Phase.OVER || refused);
        if (gone || event == ClientEvent.EXPIRED) {
            ctx.close();
        } else {
            super.userEventTriggered(ctx, event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        client.broken(cause);
    }
}
