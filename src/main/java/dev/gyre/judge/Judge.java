package dev.gyre.judge;

import dev.gyre.inbound.client.BuiltInTarget;
import dev.gyre.net.Addresses;
import dev.gyre.net.Target;
import dev.gyre.outbound.Destination;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A target that Gyre runs itself, on loopback: shows a client what a target sees of it.
public final class Judge {

    private static final List<InetAddress> LOOPBACK =
            Stream.of("127.0.0.1", "::1")
                    .map(literal -> Addresses.parse(literal).orElseThrow())
                    .toList();

    private final Token token;
    private final List<Channel> channels = new ArrayList<>();
    private final List<InetAddress> addresses = new ArrayList<>();
    private int port;

    private Judge(Token token) {
        this.token = token;
    }

    /// Starts the judge at 127.0.0.1, and at ::1 where there is one, on a free port. Blocks until it listens: for the thread
    /// that starts the proxy.
    ///
    /// @throws IOException when neither can be had
    public static Judge start(EventLoopGroup loops, Class<? extends ServerChannel> transport)
            throws IOException {
        Judge judge = new Judge(Token.random());
        ServerBootstrap bootstrap =
                new ServerBootstrap()
                        .group(loops)
                        .channel(transport)
                        .childHandler(new JudgePipeline());
        for (InetAddress address : LOOPBACK) {
            ChannelFuture bound =
                    bootstrap
                            .bind(new InetSocketAddress(address, judge.port))
                            .awaitUninterruptibly();
            if (bound.isSuccess()) {
                judge.channels.add(bound.channel());
                judge.addresses.add(address);
                judge.port = ((InetSocketAddress) bound.channel().localAddress()).getPort();
            }
        }
        if (judge.channels.isEmpty()) {
            throw new IOException("can't listen on loopback");
        }
        return judge;
    }

    /// What of it requests can name: the judge, and who takes feedback.
    public List<BuiltInTarget> targets() {
        PageGuard guard = new PageGuard(token);
        return List.of(new Whoami(guard, addresses, port), new Feedback(guard));
    }

    /// Where the judge listens, under its name.
    public Destination destination() {
        return new Destination(new Target(Whoami.TARGET.host(), port), addresses);
    }

    /// The judge as a destination, whether it runs or not.
    ///
    /// @return nothing when the target is another
    public static Optional<Destination> destination(Target target) {
        return Whoami.TARGET.equals(target)
                ? Optional.of(new Destination(target, LOOPBACK))
                : Optional.empty();
    }

    /// Where a browser finds it, through the proxy.
    public String link() {
        return "http://" + Whoami.NAME + "/?token=" + token.text();
    }

    /// Where it can be asked for by other programs, through the proxy.
    public static String address() {
        return "http://" + Whoami.NAME + "/";
    }

    /// Stops listening.
    public void close() {
        channels.forEach(Channel::close);
    }
}
