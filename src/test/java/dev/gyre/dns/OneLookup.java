package dev.gyre.dns;

import dev.gyre.net.Host;
import dev.gyre.testkit.DnsStub;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/// One look-up with all that belongs to it: an alias, both families, TCP, and names that do not
/// exist.
public final class OneLookup implements Callable<String> {

    @Override
    public String call() throws Exception {
        EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try (DnsStub stub = DnsStub.start()) {
            stub.alias("a.example", "b.example")
                    .address("b.example", "192.0.2.1")
                    .truncated("a.example");
            Resolver resolver =
                    new NettyResolver(
                            DnsSettings.plain(List.of(stub.address())), TestTrust.PLATFORM);
            StringBuilder answers = new StringBuilder();
            for (String name : List.of("a.example", "no.example", "short", "localhost")) {
                answers.append(
                        resolver.resolve(
                                        new Host.Name(name),
                                        new Route.Unbound(),
                                        Families.BOTH,
                                        loops.next())
                                .get(10, TimeUnit.SECONDS));
            }
            return answers.toString();
        } finally {
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }
}
