package dev.gyre.dns;

import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.Promise;

import org.xbill.DNS.Message;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// One query to one server: by UDP, then by TCP if the server wants that; through hops by TCP at
/// once.
///
/// Each has a socket of its own, so that its port is one more thing to guess. A socket that is to
/// leave from a source is bound to it and compared with it before it is connected: no packet leaves
/// from elsewhere.
///
/// **Threads:** all on the event loop.
final class Exchange {

    private final Query query;
    private final NameServer server;
    private final Route route;
    private final EventLoop loop;
    private final Promise<Message> answer;

    private Exchange(Query query, NameServer server, Route route, EventLoop loop) {
        this.query = query;
        this.server = server;
        this.route = route;
        this.loop = loop;
        this.answer = loop.newPromise();
    }

    /// Asks. Fails with a [FailureException] only; `DNS_TIMEOUT` after `timeout`.
    static Future<Message> ask(
            Query query, NameServer server, Route route, EventLoop loop, Duration timeout) {
        Exchange exchange = new Exchange(query, server, route, loop);
        try {
            exchange.start(timeout);
        } catch (RuntimeException fault) {
            exchange.fail(Failure.INTERNAL, "could not be asked: " + fault);
        }
        return exchange.answer;
    }

    private void start(Duration timeout) {
        Future<?> timer =
                loop.schedule(
                        () -> fail(Failure.DNS_TIMEOUT, "does not answer"),
                        timeout.toNanos(),
                        TimeUnit.NANOSECONDS);
        answer.addListener(_ -> timer.cancel(false));
        switch (route) {
            case Route.FromSource _, Route.Unbound _ -> {
                switch (server) {
                    case NameServer.Datagram _ -> askByDatagram();
                    case NameServer.Stream _ -> askByStream();
                    case NameServer.Tls _, NameServer.Https _ ->
                            fail(Failure.DNS_ERROR, "can't be asked");
                }
            }
            case Route.Through through -> askThrough(through.opener());
        }
    }

    private void askByDatagram() {
        Promise<Heard> reply = loop.newPromise();
        reply.addListener(
                (FutureListener<Heard>)
                        done -> {
                            if (done.isSuccess() && done.getNow() instanceof Heard.UseStream) {
                                askByStream();
                            } else {
                                pass(done);
                            }
                        });
        try {
            Channel channel = Sockets.datagram(loop, server.address());
            reply.addListener(_ -> close(channel));
            answer.addListener(_ -> close(channel));
            DnsPipeline.datagram(channel, server.address(), query, reply);
            open(channel, () -> send(channel, query.datagram(channel.alloc())));
        } catch (ChannelException noSocket) {
            fail(Failure.OVERLOADED, "no socket: " + noSocket);
        }
    }

    private void askByStream() {
        if (answer.isDone()) {
            return;
        }
        try {
            Channel channel = Sockets.stream(loop, server.address());
            answer.addListener(_ -> close(channel));
            DnsPipeline.stream(channel, query, heard());
            open(channel, () -> send(channel, query.frame(channel.alloc())));
        } catch (ChannelException noSocket) {
            fail(Failure.OVERLOADED, "no socket: " + noSocket);
        }
    }

    private void askThrough(StreamOpener opener) {
        opener.open(server.address(), loop)
                .addListener(
                        (FutureListener<Channel>)
                                opened -> {
                                    if (!opened.isSuccess()) {
                                        failWith(opened.cause());
                                        return;
                                    }
                                    Channel channel = opened.getNow();
                                    answer.addListener(_ -> close(channel));
                                    if (!answer.isDone()) {
                                        DnsPipeline.stream(channel, query, heard());
                                        send(channel, query.frame(channel.alloc()));
                                        channel.config().setAutoRead(true);
                                    }
                                });
    }

    private void open(Channel channel, Runnable connected) {
        then(
                loop.register(channel),
                Failure.OVERLOADED,
                () -> {
                    switch (route) {
                        case Route.FromSource(InetAddress source, _, boolean free) -> {
                            if (free && !Sockets.bindFreely(channel, source)) {
                                fail(Failure.SOURCE_UNAVAILABLE, "can't be asked by " + source);
                                return;
                            }
                            bind(channel, source, () -> connect(channel, connected));
                        }
                        case Route.Unbound _, Route.Through _ -> connect(channel, connected);
                    }
                });
    }

    private void bind(Channel channel, InetAddress source, Runnable bound) {
        then(
                channel.bind(new InetSocketAddress(source, 0)),
                Failure.SOURCE_UNAVAILABLE,
                () -> {
                    if (channel.localAddress() instanceof InetSocketAddress local
                            && source.equals(local.getAddress())) {
                        bound.run();
                    } else {
                        fail(
                                Failure.SOURCE_UNAVAILABLE,
                                "bound to " + channel.localAddress() + ", not to " + source);
                    }
                });
    }

    private void connect(Channel channel, Runnable connected) {
        then(channel.connect(server.address()), Failure.DNS_ERROR, connected);
    }

    private void send(Channel channel, ByteBuf message) {
        then(channel.writeAndFlush(message), Failure.DNS_ERROR, () -> {});
    }

    private void then(ChannelFuture step, Failure otherwise, Runnable next) {
        step.addListener(
                (ChannelFutureListener)
                        done -> {
                            if (!done.isSuccess()) {
                                fail(otherwise, String.valueOf(done.cause()));
                            } else if (!answer.isDone()) {
                                next.run();
                            }
                        });
    }

    /// Never while the channel is being read: Netty's epoll datagram channel then reads on from the
    /// number of the closed file descriptor, which by now may be another socket's.
    private static void close(Channel channel) {
        if (channel.isRegistered()) {
            channel.eventLoop().execute(channel::close);
        } else {
            channel.unsafe().closeForcibly();
        }
    }

    /// What is heard becomes the answer.
    private Promise<Heard> heard() {
        Promise<Heard> heard = loop.newPromise();
        heard.addListener((FutureListener<Heard>) this::pass);
        return heard;
    }

    private void pass(Future<Heard> done) {
        if (!done.isSuccess()) {
            failWith(done.cause());
            return;
        }
        switch (done.getNow()) {
            case Heard.Whole(Message message) -> answer.trySuccess(message);
            case Heard.Broken(String why) -> fail(Failure.DNS_ERROR, why);
            case Heard.UseStream _ -> fail(Failure.DNS_ERROR, "wants a stream over a stream");
        }
    }

    private void failWith(Throwable cause) {
        if (cause instanceof FailureException failure) {
            answer.tryFailure(failure);
        } else {
            fail(Failure.DNS_ERROR, cause.toString());
        }
    }

    private void fail(Failure failure, String why) {
        answer.tryFailure(new FailureException(failure, "name server " + server + " " + why));
    }
}
