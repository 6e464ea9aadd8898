package dev.gyre.outbound;

import dev.gyre.egress.Hop;
import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.proxy.ProxyHandler;

import org.jspecify.annotations.Nullable;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

/// Asks one hop for the way to the next hop, or to the target. Sends what the protocol needs and no byte more: anything else
/// would tell which program asks.
///
/// - **Bound:** a hop that says more than [#MOST] bytes before it is done is at fault.
/// - **After it:** bytes that came in one segment with the hop's last answer are handed on.
/// - **Time:** none of its own; the attempt has one deadline for all hops.
abstract class HopHandshake extends ProxyHandler {

    /// The most that a hop may say, in bytes.
    static final int MOST = 16 * 1024;

    private final Hop hop;
    private final boolean last;
    private @Nullable ByteBuf received;
    private boolean done;
    private boolean asked;
    private boolean begun;

    /// @param server where the hop is connected to
    /// @param last whether what it is asked for is the target, and not another hop
    HopHandshake(Hop hop, SocketAddress server, boolean last) {
        super(server);
        this.hop = hop;
        this.last = last;
        setConnectTimeoutMillis(0);
    }

    /// Reads an answer, if it is there whole, and moves the reader index behind it.
    ///
    /// @return whether the hop said that the way is open
    abstract boolean answered(ByteBuf received) throws FailureException;

    /// The hop is asked now for what comes after it.
    final void asks() {
        asked = true;
    }

    /// Whether the hop knows the target and has said nothing of it: it may be waiting for the target.
    final boolean mayWaitForTarget() {
        return last && asked && !begun;
    }

    /// What it means that the hop hung up.
    final Failure hangUp() {
        return mayWaitForTarget() ? Failure.HOP_CLOSED : Failure.HOP_PROTOCOL;
    }

    final Hop hop() {
        return hop;
    }

    final InetSocketAddress destination() {
        InetSocketAddress destination = destinationAddress();
        if (destination == null) {
            throw new IllegalStateException("asked for an answer before the question");
        }
        return destination;
    }

    /// The failure to report, said of this hop. Where the next thing asked for is a hop too, a target's fault is that hop's.
    final FailureException failed(Failure failure, String detail) {
        Failure reported =
                !last && failure.fault() == Failure.Fault.TARGET
                        ? Failure.HOP_UNREACHABLE
                        : failure;
        return new FailureException(reported, hop + ": " + detail);
    }

    @Override
    public final String protocol() {
        return hop.scheme().text();
    }

    @Override
    public final String authScheme() {
        return hop.credentials().isPresent() ? "password" : "none";
    }

    @Override
    protected final void addCodec(ChannelHandlerContext ctx) {}

    @Override
    protected final void removeEncoder(ChannelHandlerContext ctx) {}

    /// Called once the handshake is over, well or badly.
    @Override
    protected final void removeDecoder(ChannelHandlerContext ctx) {
        ByteBuf rest = received;
        received = null;
        if (rest != null) {
            if (done && rest.isReadable()) {
                ctx.fireChannelRead(rest);
            } else {
                rest.release();
            }
        }
    }

    @Override
    protected final boolean handleResponse(ChannelHandlerContext ctx, Object response)
            throws FailureException {
        if (!(response instanceof ByteBuf bytes)) {
            throw failed(Failure.HOP_PROTOCOL, "answered with " + response.getClass());
        }
        ByteBuf all = received;
        if (all == null) {
            all = ctx.alloc().buffer(Math.max(256, bytes.readableBytes()));
            received = all;
        }
        all.writeBytes(bytes);
        done = answered(all);
        begun = all.isReadable();
        if (!done && all.readableBytes() > MOST) {
            throw failed(Failure.HOP_PROTOCOL, "says too much");
        }
        return done;
    }

    /// The connection stays half open for the target's sake, so that a hop which hangs up before its answer shows here.
    @Override
    public final void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
        if (event instanceof ChannelInputShutdownEvent && !connectFuture().isDone()) {
            exceptionCaught(ctx, failed(hangUp(), "hung up"));
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        ByteBuf rest = received;
        received = null;
        if (rest != null) {
            rest.release();
        }
    }
}
