package dev.gyre.judge;

import dev.gyre.inbound.client.BuiltInTarget;
import dev.gyre.net.Addresses;
import dev.gyre.net.Target;
import dev.gyre.outbound.Destination;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/// A target that Gyre runs itself, on loopback: shows a client what a target sees of it.
public final class Judge {

    private static final List<InetAddress> LOOPBACK =
            Stream.of("127.0.0.1", "::1")
                    .map(literal -> Addresses.parse(literal).orElseThrow())
                    .toList();

    private final Token token;
    private final Listening listening;

    private Judge(Token token, Listening listening) {
        this.token = token;
        this.listening = listening;
    }

    /// Starts the judge at 127.0.0.1, and at ::1 where there is one, on a free port. Blocks until it listens: for the thread
    /// that starts the proxy.
    ///
    /// @throws IOException when neither can be had
    public static Judge start(EventLoopGroup loops, Class<? extends ServerChannel> transport)
            throws IOException {
        ServerBootstrap bootstrap =
                new ServerBootstrap()
                        .group(loops)
                        .channel(transport)
                        .childHandler(new JudgePipeline());
        return new Judge(Token.random(), Listening.at(LOOPBACK, bootstrap));
    }

    /// What of it requests can name: the judge, who takes feedback, and who has answers of name servers forgotten.
    ///
    /// @param forget does that, and says how many answers there were
    public List<BuiltInTarget> targets(IntSupplier forget) {
        PageGuard guard = new PageGuard(token);
        return List.of(
                new Whoami(guard, listening.addresses(), listening.port()),
                new Feedback(guard),
                new Flush(guard, forget));
    }

    /// Where the judge listens, under its name.
    public Destination destination() {
        return new Destination(
                new Target(Whoami.TARGET.host(), listening.port()), listening.addresses());
    }

    /// Where connections to it come in: never a target under another name.
    public List<InetSocketAddress> listeners() {
        return listening.addresses().stream()
                .map(address -> new InetSocketAddress(address, listening.port()))
                .toList();
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
        listening.channels().forEach(Channel::close);
    }
}
