package dev.gyre.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.concurrent.Ticker;

import java.nio.charset.StandardCharsets;

/// A channel without a socket, each direction of which ends by itself, and whose other end may refuse to take anything.
final class HalfCloseable extends EmbeddedChannel implements DuplexChannel {

    private boolean stuck;
    private boolean inputShutdown;
    private boolean outputShutdown;

    HalfCloseable(Ticker clock) {
        super(EmbeddedChannel.builder().ticker(clock));
    }

    /// The other end sends this.
    void says(String text) {
        writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
    }

    /// The other end has said all.
    void endsInput() {
        inputShutdown = true;
        pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    }

    /// All that the other end has been sent since the last call.
    String heard() {
        StringBuilder heard = new StringBuilder();
        for (ByteBuf bytes = readOutbound(); bytes != null; bytes = readOutbound()) {
            heard.append(bytes.toString(StandardCharsets.US_ASCII));
            bytes.release();
        }
        return heard.toString();
    }

    /// The other end takes no more, for now.
    void sticks() {
        stuck = true;
    }

    /// It takes what waits for it, and what will come.
    void getsLoose() {
        stuck = false;
        flush();
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer waiting) throws Exception {
        if (!stuck) {
            super.doWrite(waiting);
        }
    }

    @Override
    public boolean isInputShutdown() {
        return inputShutdown || !isActive();
    }

    @Override
    public boolean isOutputShutdown() {
        return outputShutdown || !isActive();
    }

    @Override
    public ChannelFuture shutdownOutput() {
        return shutdownOutput(newPromise());
    }

    @Override
    public ChannelFuture shutdownOutput(ChannelPromise promise) {
        outputShutdown = true;
        return promise.setSuccess();
    }

    @Override
    public ChannelFuture shutdownInput() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ChannelFuture shutdownInput(ChannelPromise promise) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isShutdown() {
        return isInputShutdown() && isOutputShutdown();
    }

    @Override
    public ChannelFuture shutdown() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ChannelFuture shutdown(ChannelPromise promise) {
        throw new UnsupportedOperationException();
    }
}
