package dev.gyre.fetch;

import dev.gyre.egress.Egress;
import dev.gyre.http.ResponseDecoder;
import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;
import dev.gyre.net.Isolation;
import dev.gyre.outbound.Connector;
import dev.gyre.outbound.Destination;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Sends requests of this proxy's own, each through one egress, on a connection that serves nothing else. Follows no redirect, keeps
/// no cookie and nothing that name servers answer. Safe for all threads; how many run at a time is the caller's to bound.
///
/// All results fail with a [FailureException]; for `https` with an [UntrustedException] when the certificate is not good. Who
/// cancels a result has its connection closed.
public final class Fetcher {

    private final Connector connector;
    private final TargetTls tls;

    /// @param trust whom the certificates of `https` targets must come from: a client's context of the JDK's provider
    public Fetcher(Connector connector, SslContext trust) {
        this.connector = connector;
        this.tls = new TargetTls(trust);
    }

    /// Asks for a page.
    ///
    /// @param mostOctets that its body may have; when it has more, nothing of it is had
    /// @param timeout for everything
    public Future<Fetched> get(
            Egress egress, FetchUrl url, int mostOctets, Duration timeout, EventLoop loop) {
        return fetch(Errand.get(egress, url, mostOctets, timeout), loop);
    }

    /// Runs an errand.
    ///
    /// @param loop on which it runs; the caller may be elsewhere
    public Future<Fetched> fetch(Errand errand, EventLoop loop) {
        long start = System.nanoTime();
        Promise<Fetched> result = promise(loop, errand.timeout());
        open(
                errand.egress(),
                errand.destination(),
                loop,
                result,
                channel -> {
                    ResponseDecoder responses = new ResponseDecoder();
                    FetchHandler handler = new FetchHandler(errand, responses, result, start);
                    if (errand.url().tls()) {
                        FetchPipeline.https(
                                channel,
                                tls.verified(errand.url().target(), channel.alloc()),
                                responses,
                                handler);
                    } else {
                        FetchPipeline.http(channel, responses, handler);
                    }
                });
        return result;
    }

    /// Looks at the certificates that an `https` target shows, its own first, without a word about whether they are good. Nothing is
    /// asked for.
    ///
    /// @param url of `https`
    public Future<List<X509Certificate>> look(
            Egress egress, FetchUrl url, Duration timeout, EventLoop loop) {
        return look(egress, Destination.of(url.target()), timeout, loop);
    }

    /// The same where the target is one that this proxy runs itself.
    public Future<List<X509Certificate>> look(
            Egress egress, Destination destination, Duration timeout, EventLoop loop) {
        Promise<List<X509Certificate>> result = promise(loop, timeout);
        open(
                egress,
                destination,
                loop,
                result,
                channel ->
                        FetchPipeline.look(
                                channel,
                                tls.looking(destination.target(), channel.alloc()),
                                new LookHandler(result)));
        return result;
    }

    private static <T> Promise<T> promise(EventLoop loop, Duration timeout) {
        Promise<T> result = loop.newPromise();
        Future<?> deadline =
                loop.schedule(
                        () ->
                                result.tryFailure(
                                        new FailureException(
                                                Failure.RESPONSE_TIMEOUT, "no answer in time")),
                        timeout.toNanos(),
                        TimeUnit.NANOSECONDS);
        result.addListener(_ -> deadline.cancel(false));
        return result;
    }

    /// Has a connection opened and used, and closed when the result is there.
    private void open(
            Egress egress,
            Destination destination,
            EventLoop loop,
            Promise<?> result,
            Consumer<Channel> use) {
        loop.execute(() -> {
            Future<Channel> opened =
                    connector.open(egress, destination, Isolation.NOTHING_KEPT, loop);
            result.addListener(_ -> opened.cancel(false));
            opened.addListener((Future<Channel> done) -> {
                if (!done.isSuccess()) {
                    result.tryFailure(CertificateErrors.of(done.cause()));
                    return;
                }
                Channel channel = done.getNow();
                result.addListener(_ -> channel.close());
                if (!result.isDone()) {
                    use.accept(channel);
                }
            });
        });
    }
}
