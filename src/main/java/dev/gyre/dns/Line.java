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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A connection to a name server by a route, over which questions are asked, any number at a time; those that come before it is up
/// wait for it. It has a time of its own to come up, whoever still waits by then: the next question finds it. Closed when nothing
/// was asked for a while, or it is [#retire]d.
///
/// **Threads:** all on the event loop, but for what says otherwise.
final class Line {

    private final NameServer server;
    private final EventLoop loop;
    private final Duration idle;
    private final Duration opening;
    private final Runnable ended;

    /// Questions that wait until it is up.
    private final Map<Promise<Heard>, Query> waiting = new LinkedHashMap<>(2);

    private @Nullable Channel channel;
    private @Nullable Conversation conversation;
    private @Nullable Future<?> timer;
    private int open;
    private boolean answered;
    private boolean over;
    private boolean closed;

    /// Why it never came up.
    private @Nullable Throwable broken;

    /// @param idle how long it is kept without a question
    /// @param opening how long it may take to come up
    /// @param ended called once, when it takes no more questions
    Line(NameServer server, EventLoop loop, Duration idle, Duration opening, Runnable ended) {
        this.server = server;
        this.loop = loop;
        this.idle = idle;
        this.opening = opening;
        this.ended = ended;
    }

    /// Opens the connection. To be called once.
    void start(Route route, ServerTls tls, SecureRandom random) {
        timer = loop.schedule(this::late, opening.toNanos(), TimeUnit.NANOSECONDS);
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
                                } else if (closed) {
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

    private void late() {
        fail(new FailureException(Failure.DNS_TIMEOUT, "name server " + server + " is too slow"));
    }

    private void up(Conversation its) {
        conversation = its;
        stopTimer();
        Map<Promise<Heard>, Query> all = new LinkedHashMap<>(waiting);
        waiting.clear();
        all.forEach((heard, query) -> {
            if (!heard.isDone()) {
                its.ask(query, heard);
            }
        });
        closeWhenUnused();
    }

    /// Whether it has come up.
    boolean isUp() {
        return conversation != null;
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
        if (isUp()) {
            stopTimer();
        }
        heard.addListener(done -> {
            open--;
            waiting.remove(heard);
            answered |= done.isSuccess();
            closeWhenUnused();
        });
        if (conversation != null) {
            conversation.ask(query, heard);
        } else {
            waiting.put(heard, query);
        }
    }

    private void closeWhenUnused() {
        if (open > 0) {
            return;
        }
        if (over) {
            close();
        } else if (isUp() && timer == null && !loop.isShuttingDown()) {
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

    /// Has it [#retire]d, in a task of its own: whoever has just been given it asks before. From any thread.
    void dismiss() {
        if (!loop.isShuttingDown()) {
            loop.execute(this::retire);
        }
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
        List<Promise<Heard>> all = List.copyOf(waiting.keySet());
        waiting.clear();
        all.forEach(each -> each.tryFailure(cause));
        close();
    }

    private void close() {
        closed = true;
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
