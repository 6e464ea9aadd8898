package dev.gyre.dns;

import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;

import org.jspecify.annotations.Nullable;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A connection to a name server by a route, over which questions are asked, any number at a time; those that come before it is up
/// wait for it. Closed when nothing was asked for a while, or it is [#retire]d.
///
/// **Threads:** all on the event loop, but for what says otherwise.
final class Line {

    private final NameServer server;
    private final EventLoop loop;
    private final Duration idle;
    private final Runnable ended;
    private final List<Waiting> waiting = new ArrayList<>();
    private @Nullable Channel channel;
    private @Nullable Conversation conversation;
    private @Nullable Future<?> timer;
    private int open;
    private boolean answered;
    private boolean over;

    /// Why it never came up.
    private @Nullable Throwable broken;

    /// @param idle how long it is kept without a question
    /// @param ended called once, when it takes no more questions
    Line(NameServer server, EventLoop loop, Duration idle, Runnable ended) {
        this.server = server;
        this.loop = loop;
        this.idle = idle;
        this.ended = ended;
    }

    private record Waiting(Query query, Promise<Heard> heard) {}

    /// Opens the connection. To be called once.
    void start(Route route, ServerTls tls, SecureRandom random) {
        Promise<Conversation> ready = loop.newPromise();
        ready.addListener((Future<Conversation> done) -> {
            if (done.isSuccess()) {
                up(done.getNow());
            } else {
                fail(done.cause());
            }
        });
        switch (route) {
            case Route.FromSource _, Route.Unbound _ -> {
                try {
                    Channel socket = Sockets.stream(loop, server.address());
                    take(socket);
                    DnsPipeline.conversation(socket, server, tls, random, this::retire, ready);
                    Promise<Channel> connected = loop.newPromise();
                    connected.addListener(done -> {
                        if (!done.isSuccess()) {
                            ready.tryFailure(done.cause());
                        }
                    });
                    Opening.start(socket, server, route, loop, connected);
                } catch (ChannelException noSocket) {
                    ready.tryFailure(
                            new FailureException(
                                    Failure.OVERLOADED,
                                    "name server " + server + " no socket: " + noSocket));
                }
            }
            case Route.Through through ->
                    through.opener()
                            .open(server.address(), loop)
                            .addListener((Future<Channel> opened) -> {
                                if (!opened.isSuccess()) {
                                    ready.tryFailure(opened.cause());
                                } else if (over) {
                                    opened.getNow().close();
                                } else {
                                    take(opened.getNow());
                                    DnsPipeline.conversation(
                                            opened.getNow(),
                                            server,
                                            tls,
                                            random,
                                            this::retire,
                                            ready);
                                    opened.getNow().config().setAutoRead(true);
                                }
                            });
        }
    }

    private void take(Channel its) {
        channel = its;
        its.closeFuture().addListener(_ -> fail(new Hangup(server, "closed the connection")));
    }

    private void up(Conversation its) {
        conversation = its;
        List<Waiting> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(each -> {
            if (!each.heard().isDone()) {
                its.ask(each.query(), each.heard());
            }
        });
        closeWhenUnused();
    }

    /// Whether an answer has come by it: it worked once, and may have been closed for its age since.
    boolean hasAnswered() {
        return answered;
    }

    /// Asks.
    ///
    /// @param heard as [Conversation#ask] has it; or fails with why the connection could not be opened
    void ask(Query query, Promise<Heard> heard) {
        if (over) {
            heard.tryFailure(broken == null ? new Hangup(server, "closed the connection") : broken);
            return;
        }
        open++;
        stopTimer();
        heard.addListener(done -> {
            open--;
            answered |= done.isSuccess();
            closeWhenUnused();
        });
        if (conversation != null) {
            conversation.ask(query, heard);
        } else {
            waiting.add(new Waiting(query, heard));
        }
    }

    private void closeWhenUnused() {
        if (open > 0) {
            return;
        }
        if (over) {
            close();
        } else if (timer == null && !loop.isShuttingDown()) {
            timer = loop.schedule(this::retire, idle.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    /// Takes no more questions; what is asked is still answered.
    void retire() {
        if (!over) {
            over = true;
            stopTimer();
            ended.run();
        }
        closeWhenUnused();
    }

    /// Ends it: nobody wants its answers any more. From any thread.
    void end() {
        if (loop.inEventLoop()) {
            fail(new Hangup(server, "is not wanted any more"));
        } else if (!loop.isShuttingDown()) {
            loop.execute(() -> fail(new Hangup(server, "is not wanted any more")));
        }
    }

    private void fail(Throwable cause) {
        if (conversation == null && broken == null) {
            broken = cause;
        }
        retire();
        List<Waiting> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(each -> each.heard().tryFailure(cause));
        close();
    }

    private void close() {
        Channel its = channel;
        channel = null;
        if (its == null) {
            return;
        }
        if (its.isRegistered()) {
            // Not while it is being read.
            its.eventLoop().execute(its::close);
        } else {
            its.unsafe().closeForcibly();
        }
    }
}
