package dev.gyre.dns;

import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.Promise;

import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;

/// One query to one server, as that is to be spoken to: by UDP, then by TCP if the server wants that; or over a connection that may
/// serve others, too. Through hops there is no UDP.
///
/// Each datagram has a socket of its own, so that its port is one more thing to guess.
///
/// **Threads:** all on the event loop.
final class Exchange {

    private final Query query;
    private final NameServer server;
    private final Route route;
    private final EventLoop loop;
    private final Lines lines;
    private final Promise<Message> answer;
    private @Nullable Line line;

    private Exchange(Query query, NameServer server, Route route, EventLoop loop, Lines lines) {
        this.query = query;
        this.server = server;
        this.route = route;
        this.loop = loop;
        this.lines = lines;
        this.answer = loop.newPromise();
    }

    /// Asks. Fails with a [FailureException] only; `DNS_TIMEOUT` after `timeout`. It is cancelled when whoever opens connections has given
    /// up.
    ///
    /// @param lines the connections that may be used, and where new ones are left
    static Future<Message> ask(
            Query query,
            NameServer server,
            Route route,
            EventLoop loop,
            Duration timeout,
            Lines lines) {
        Exchange exchange = new Exchange(query, server, route, loop, lines);
        try {
            exchange.start(timeout);
        } catch (Throwable fault) {
            // No memory, say. Whoever waits must be told all the same.
            exchange.fail(Failure.INTERNAL, "could not be asked: " + fault);
        }
        return exchange.answer;
    }

    private void start(Duration timeout) {
        Future<?> timer = loop.schedule(this::late, timeout.toNanos(), TimeUnit.NANOSECONDS);
        answer.addListener(_ -> timer.cancel(false));
        if (server instanceof NameServer.Datagram && !(route instanceof Route.Through)) {
            askByDatagram();
        } else {
            askByLine();
        }
    }

    private void late() {
        if (!answer.isDone() && line != null && line.isUp()) {
            // Whoever asks again is not to wait for this one, too.
            line.retire();
        }
        fail(Failure.DNS_TIMEOUT, "does not answer");
    }

    private void askByDatagram() {
        Promise<Heard> reply = loop.newPromise();
        reply.addListener(
                (FutureListener<Heard>)
                        done -> {
                            if (done.isSuccess() && done.getNow() instanceof Heard.UseStream) {
                                askByLine();
                            } else {
                                pass(done);
                            }
                        });
        try {
            Channel channel = Sockets.datagram(loop, server.address());
            reply.addListener(_ -> close(channel));
            answer.addListener(_ -> close(channel));
            DnsPipeline.datagram(channel, server.address(), query, reply);
            Promise<Channel> opened = loop.newPromise();
            opened.addListener((Future<Channel> done) -> {
                if (!done.isSuccess()) {
                    failWith(done.cause());
                } else if (!answer.isDone()) {
                    send(channel);
                }
            });
            answer.addListener(_ -> opened.cancel(false));
            Opening.start(channel, server, route, loop, opened);
        } catch (ChannelException noSocket) {
            fail(Failure.OVERLOADED, "no socket: " + noSocket);
        }
    }

    private void send(Channel channel) {
        channel.writeAndFlush(query.datagram(channel.alloc()))
                .addListener(sent -> {
                    if (!sent.isSuccess()) {
                        fail(Failure.DNS_ERROR, String.valueOf(sent.cause()));
                    }
                });
    }

    private void askByLine() {
        if (answer.isDone()) {
            return;
        }
        Line its = lines.line(route, server, loop);
        line = its;
        boolean worked = its.hasAnswered();
        Promise<Heard> heard = loop.newPromise();
        answer.addListener(_ -> heard.cancel(false));
        heard.addListener(
                (FutureListener<Heard>)
                        done -> {
                            if (worked && done.cause() instanceof Hangup) {
                                askByLine();
                            } else {
                                pass(done);
                            }
                        });
        its.ask(query, heard);
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
        if (cause instanceof FailureException || cause instanceof CancellationException) {
            answer.tryFailure(cause);
        } else {
            fail(Failure.DNS_ERROR, String.valueOf(cause));
        }
    }

    private void fail(Failure failure, String why) {
        answer.tryFailure(new FailureException(failure, "name server " + server + " " + why));
    }
}
