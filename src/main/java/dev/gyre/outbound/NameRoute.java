package dev.gyre.outbound;

import dev.gyre.dns.Route;
import dev.gyre.egress.Egress;
import dev.gyre.net.Host;
import dev.gyre.net.Isolation;
import dev.gyre.net.Target;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/// How name servers are asked by the way of an egress: from its address, or over connections through all of its hops.
final class NameRoute {

    private final Connector connector;
    private final Isolation isolation;
    private final Future<?> asker;
    private final boolean alone;

    /// @param isolation who may use again what name servers answer
    /// @param asker cancelled when it waits for an answer no more. That counts where nothing is kept: else others may wait for the same
    NameRoute(Connector connector, Isolation isolation, Future<?> asker) {
        this.connector = connector;
        this.isolation = isolation;
        this.asker = asker;
        this.alone = !isolation.keeps();
    }

    Route of(Egress egress) {
        return switch (egress) {
            case Egress.Direct(InetAddress source) ->
                    new Route.FromSource(source, isolation, connector.free().test(source));
            case Egress.Chain chain ->
                    new Route.Through(
                            chain, isolation, (server, loop) -> open(chain, server, loop));
        };
    }

    private Future<Channel> open(Egress.Chain chain, InetSocketAddress server, EventLoop loop) {
        Promise<Channel> bare = loop.newPromise();
        if (alone && asker.isCancelled()) {
            bare.cancel(false);
            return bare;
        }
        Promise<Channel> opened = loop.newPromise();
        opened.addListener((Future<Channel> done) -> {
            if (done.isSuccess()) {
                // A name server does not speak first: there is nothing to keep.
                OutboundPipeline.release(done.getNow());
                bare.setSuccess(done.getNow());
            } else {
                bare.setFailure(done.cause());
            }
        });
        if (alone) {
            asker.addListener(_ -> {
                if (asker.isCancelled()) {
                    close(opened);
                }
            });
        }
        Attempt attempt = new Attempt(loop, connector.timeout(), opened);
        new ChainConnection(connector, chain, isolation, attempt)
                .go(new Target(new Host.Address(server.getAddress()), server.getPort()));
        return bare;
    }

    private static void close(Promise<Channel> opened) {
        opened.cancel(false);
        if (opened.isSuccess()) {
            opened.getNow().close();
        }
    }
}
