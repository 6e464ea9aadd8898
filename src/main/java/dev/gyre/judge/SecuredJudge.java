package dev.gyre.judge;

import dev.gyre.net.Target;
import dev.gyre.outbound.Destination;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;

import java.io.IOException;
import java.net.InetAddress;
import java.security.cert.Certificate;
import java.util.List;

/// A target on loopback that shows a certificate of its own, made for this run, and says nothing: who is shown another one on the way
/// to it has met somebody who meddles with TLS.
public final class SecuredJudge {

    private final JudgeCertificate certificate;
    private final List<Channel> channels;
    private final Destination destination;

    private SecuredJudge(
            JudgeCertificate certificate, List<Channel> channels, Destination destination) {
        this.certificate = certificate;
        this.channels = channels;
        this.destination = destination;
    }

    /// Starts it at the addresses of a judge, on a port of its own. Blocks until it listens.
    ///
    /// @throws IOException when there is no port to be had, or no certificate to be made
    public static SecuredJudge start(
            Judge judge, EventLoopGroup loops, Class<? extends ServerChannel> transport)
            throws IOException {
        JudgeCertificate certificate = JudgeCertificate.mint(Whoami.NAME);
        List<InetAddress> addresses = judge.destination().addresses();
        Listening listening =
                Listening.at(
                        addresses,
                        new ServerBootstrap()
                                .group(loops)
                                .channel(transport)
                                .childHandler(new SecuredPipeline(certificate.server())));
        return new SecuredJudge(
                certificate,
                listening.channels(),
                new Destination(
                        new Target(Whoami.TARGET.host(), listening.port()), listening.addresses()));
    }

    /// Where it listens, under the judge's name.
    public Destination destination() {
        return destination;
    }

    /// What it shows.
    public Certificate certificate() {
        return certificate.certificate();
    }

    /// Stops listening.
    public void close() {
        channels.forEach(Channel::close);
    }
}
