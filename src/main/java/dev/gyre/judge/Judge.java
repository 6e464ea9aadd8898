package dev.gyre.judge;

import dev.gyre.inbound.client.BuiltInTarget;
import dev.gyre.net.Addresses;

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

/// A target that Gyre runs itself, on loopback: shows a client what a target sees of it.
public final class Judge {

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
        for (String literal : List.of("127.0.0.1", "::1")) {
            InetAddress address = Addresses.parse(literal).orElseThrow();
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

    /// The judge as a target of requests.
    public BuiltInTarget target() {
        return new Whoami(token, addresses, port);
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
