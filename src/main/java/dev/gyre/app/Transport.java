package dev.gyre.app;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;

/// How this machine's sockets are driven: epoll where there is one, else NIO.
///
/// @param loops one event loop for each core
/// @param listener the type of a listening channel
record Transport(EventLoopGroup loops, Class<? extends ServerChannel> listener) {

    static Transport open() {
        int threads = Runtime.getRuntime().availableProcessors();
        return Epoll.isAvailable()
                ? new Transport(
                        new MultiThreadIoEventLoopGroup(threads, SteadyEpoll.newFactory()),
                        EpollServerSocketChannel.class)
                : new Transport(
                        new MultiThreadIoEventLoopGroup(threads, NioIoHandler.newFactory()),
                        NioServerSocketChannel.class);
    }
}
