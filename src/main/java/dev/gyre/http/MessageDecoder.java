package dev.gyre.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/// What the decoders of both directions share: the octets held, the loop over them, bodies, and the
/// end of the input.
///
/// - **Ownership:** each body buffer handed on is the receiver's to release. Octets not handed on
///   are released here.
/// - **Re-entrance:** whatever the handlers behind do while they are handed something, the state is
///   up to date by then, and new work is left to the loop that is running: no recursion.
/// - **Removal:** octets received but not decoded are handed on as buffers, in order; the next
///   handler takes over the raw stream.
abstract sealed class MessageDecoder extends ChannelInboundHandlerAdapter
        permits RequestDecoder, ResponseDecoder {

    /// What the next octets are.
    enum Phase {
        /// A head, or more of it.
        HEAD,
        /// A body of known length, of chunks, or until close.
        LENGTH,
        CHUNKED,
        UNTIL_CLOSE,
        /// None: the message is whole, and that is yet to be said.
        END,
        /// Not to be looked at yet: no message is wanted.
        BETWEEN,
        /// What no message was wanted for.
        STRAY,
        /// No more HTTP.
        RAW,
        /// Thrown away.
        DEAD,
        /// Not ours.
        REMOVED
    }

    private static final String STRAY = "There is a response that was not asked for.";

    final HeadParser parser;
    Phase phase;
    ByteBuf held = Unpooled.EMPTY_BUFFER;

    private final ChunkReader chunks = new ChunkReader();
    private long remaining;
    private boolean running;
    private boolean fired;
    private boolean inputClosed;
    private boolean failed;
    private @Nullable ChannelHandlerContext context;

    MessageDecoder(HeadParser parser, Phase phase) {
        this.parser = parser;
        this.phase = phase;
    }

    /// Hands on the head that the parser has, after [#expectBody] or another change of phase.
    abstract void onHead(ChannelHandlerContext ctx);

    /// The phase when no message is under way.
    abstract Phase afterMessage();

    /// The loop stopped: there are no octets left, or none that are wanted.
    abstract void onPause(ChannelHandlerContext ctx);

    /// No more is decoded from here on; before that is said.
    abstract void beforeGivingUp(ChannelHandlerContext ctx);

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public final void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof ByteBuf octets)) {
            ctx.fireChannelRead(message);
            return;
        }
        if (phase == Phase.DEAD) {
            octets.release();
            return;
        }
        if (held.isReadable()) {
            held = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), held, octets);
        } else {
            held.release();
            held = octets;
        }
        run(ctx);
    }

    /// Decodes what is held, as far as it is wanted. Does nothing when it is called from within
    /// itself: the loop goes on.
    final void run(ChannelHandlerContext ctx) {
        if (running) {
            return;
        }
        running = true;
        try {
            while (step(ctx)) {
                // Each step hands on one thing at most, and leaves the state as it is then.
            }
        } catch (HttpError e) {
            bad(ctx, e);
        } finally {
            running = false;
        }
        if (!held.isReadable()) {
            drop();
        }
        if (inputClosed) {
            finish(ctx);
        }
        onPause(ctx);
    }

    /// Decodes on outside of a read, and ends it as a read ends.
    final void resume() {
        ChannelHandlerContext ctx = Objects.requireNonNull(context, "not in a pipeline");
        if (running) {
            return;
        }
        boolean firedBefore = fired;
        fired = false;
        run(ctx);
        if (fired) {
            ctx.fireChannelReadComplete();
        }
        fired |= firedBefore;
    }

    /// Takes one step; returns whether there may be another.
    private boolean step(ChannelHandlerContext ctx) {
        return switch (phase) {
            case HEAD -> {
                if (!held.isReadable() || !parser.read(held)) {
                    yield false;
                }
                onHead(ctx);
                yield true;
            }
            case LENGTH -> {
                int n = (int) Math.min(remaining, held.readableBytes());
                if (n == 0) {
                    yield false;
                }
                remaining -= n;
                if (remaining == 0) {
                    phase = Phase.END;
                }
                fireData(ctx, n);
                yield true;
            }
            case CHUNKED -> {
                int n = chunks.read(held);
                if (n == ChunkReader.END) {
                    phase = Phase.END;
                } else if (n == ChunkReader.MORE) {
                    yield false;
                } else {
                    fireData(ctx, n);
                }
                yield true;
            }
            case UNTIL_CLOSE, RAW -> {
                if (!held.isReadable()) {
                    yield false;
                }
                fireData(ctx, held.readableBytes());
                yield true;
            }
            case END -> {
                phase = afterMessage();
                fire(ctx, BodyEnd.INSTANCE);
                yield true;
            }
            case STRAY -> throw new HttpError(502, STRAY);
            case BETWEEN -> {
                phase = afterMessage();
                yield phase != Phase.BETWEEN;
            }
            case DEAD, REMOVED -> false;
        };
    }

    /// The phase that reads a body, and how much of it.
    final void expectBody(long framing) {
        if (framing > 0) {
            phase = Phase.LENGTH;
            remaining = framing;
        } else if (framing == Framing.CHUNKED) {
            phase = Phase.CHUNKED;
        } else if (framing == Framing.UNTIL_CLOSE) {
            phase = Phase.UNTIL_CLOSE;
        } else {
            phase = Phase.END;
        }
    }

    final void fire(ChannelHandlerContext ctx, Object message) {
        fired = true;
        ctx.fireChannelRead(message);
    }

    /// Hands on `n` octets, without a slice when that is all there is.
    private void fireData(ChannelHandlerContext ctx, int n) {
        ByteBuf data;
        if (n == held.readableBytes()) {
            data = held;
            held = Unpooled.EMPTY_BUFFER;
        } else {
            data = held.readRetainedSlice(n);
        }
        fire(ctx, data);
    }

    private void bad(ChannelHandlerContext ctx, HttpError error) {
        die();
        beforeGivingUp(ctx);
        fire(ctx, new BadMessage(error));
    }

    private void die() {
        phase = Phase.DEAD;
        parser.discard();
        drop();
    }

    private void drop() {
        ByteBuf old = held;
        held = Unpooled.EMPTY_BUFFER;
        old.release();
    }

    final boolean isInputClosed() {
        return inputClosed;
    }

    private void closeInput(ChannelHandlerContext ctx) {
        inputClosed = true;
        if (running) {
            return;
        }
        fired = false;
        finish(ctx);
        if (fired) {
            ctx.fireChannelReadComplete();
        }
    }

    /// The input has ended, and what was held is decoded as far as it was wanted.
    private void finish(ChannelHandlerContext ctx) {
        boolean cut =
                switch (phase) {
                    case HEAD -> parser.isPartial();
                    case LENGTH, CHUNKED -> true;
                    case UNTIL_CLOSE -> failed;
                    case END, BETWEEN, STRAY, RAW, DEAD, REMOVED -> false;
                };
        if (cut) {
            die();
            fire(ctx, Truncated.INSTANCE);
        } else if (phase == Phase.UNTIL_CLOSE) {
            phase = afterMessage();
            fire(ctx, BodyEnd.INSTANCE);
        }
    }

    @Override
    public final void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            closeInput(ctx);
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public final void channelInactive(ChannelHandlerContext ctx) {
        closeInput(ctx);
        ctx.fireChannelInactive();
    }

    /// A connection that failed did not end a body by closing.
    @Override
    public final void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        failed = true;
        ctx.fireExceptionCaught(cause);
    }

    @Override
    public final void channelReadComplete(ChannelHandlerContext ctx) {
        boolean silent = !fired;
        fired = false;
        // Whoever asked for one read got nothing for it, as the message has not come far enough.
        if (silent && isHungry() && !ctx.channel().config().isAutoRead()) {
            ctx.read();
        }
        ctx.fireChannelReadComplete();
    }

    private boolean isHungry() {
        return switch (phase) {
            case HEAD, LENGTH, CHUNKED, UNTIL_CLOSE -> true;
            case END, BETWEEN, STRAY, RAW, DEAD, REMOVED -> false;
        };
    }

    /// Takes the octets that were received but not decoded; they are the caller's to release.
    public final ByteBuf takeRest() {
        ByteBuf rest = held;
        held = Unpooled.EMPTY_BUFFER;
        ByteBuf partial = parser.takePartial();
        return partial.isReadable() ? Unpooled.wrappedBuffer(partial, rest) : rest;
    }

    @Override
    public final void handlerRemoved(ChannelHandlerContext ctx) {
        phase = Phase.REMOVED;
        beforeGivingUp(ctx);
        ByteBuf rest = takeRest();
        parser.release();
        // When the pipeline itself goes away nobody is left to take them.
        if (rest.isReadable() && ctx.channel().isRegistered()) {
            ctx.fireChannelRead(rest);
            ctx.fireChannelReadComplete();
        } else {
            rest.release();
        }
    }
}
