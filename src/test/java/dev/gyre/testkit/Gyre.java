package dev.gyre.testkit;

import dev.gyre.app.NoEgressException;
import dev.gyre.app.PoolSource;
import dev.gyre.app.ProxyServer;
import dev.gyre.app.Reloaded;
import dev.gyre.app.Upkeep;
import dev.gyre.app.upkeep.FileStamps;
import dev.gyre.config.ConfigException;
import dev.gyre.config.PoolFile;
import dev.gyre.observe.ExchangeRecord;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

import javax.net.ssl.TrustManagerFactory;

/// The whole proxy in this process, from the text of a pool file; it listens on a free port of 127.0.0.1.
public final class Gyre implements AutoCloseable {

    private static final Pattern SAYS_PORTS = Pattern.compile("^connect:", Pattern.MULTILINE);

    private final ProxyServer proxy;
    private final List<ExchangeRecord> log;
    private final List<String> notices;
    private final Optional<Upkeep> upkeep;

    private Gyre(
            ProxyServer proxy,
            Optional<Upkeep> upkeep,
            List<ExchangeRecord> log,
            List<String> notices) {
        this.proxy = proxy;
        this.upkeep = upkeep;
        this.log = log;
        this.notices = notices;
    }

    /// Starts it with a pool file that need not say where to listen.
    public static Gyre start(String poolFile) {
        return start(poolFile, UnaryOperator.identity());
    }

    /// Starts it with what a pool file says, and what is made of that.
    public static Gyre start(String poolFile, UnaryOperator<PoolFile> change) {
        try {
            return start(poolFile, ProxyServer.systemTrust(), change);
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    /// Starts it, with trust in an authority of the test's own.
    public static Gyre start(String poolFile, TrustManagerFactory trust) {
        try {
            return start(
                    poolFile,
                    SslContextBuilder.forClient()
                            .sslProvider(SslProvider.JDK)
                            .trustManager(trust)
                            .build(),
                    UnaryOperator.identity());
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private static Gyre start(String poolFile, SslContext trust, UnaryOperator<PoolFile> change) {
        List<ExchangeRecord> log = new CopyOnWriteArrayList<>();
        List<String> notices = new CopyOnWriteArrayList<>();
        try {
            ProxyServer proxy =
                    ProxyServer.start(
                            change.apply(parsed(poolFile)), trust, log::add, notices::add);
            return new Gyre(proxy, Optional.empty(), log, notices);
        } catch (IOException | NoEgressException failed) {
            throw new AssertionError(failed);
        }
    }

    /// Starts it with a pool file on the disk, which it follows as `gyre run` does.
    public static Gyre following(Path poolFile) {
        try {
            return following(poolFile, ProxyServer.systemTrust());
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    /// The same, with trust in an authority of the test's own.
    public static Gyre following(Path poolFile, TrustManagerFactory trust) {
        try {
            return following(
                    poolFile,
                    SslContextBuilder.forClient()
                            .sslProvider(SslProvider.JDK)
                            .trustManager(trust)
                            .build());
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private static Gyre following(Path poolFile, SslContext trust) {
        return following(poolFile, trust, List.of(new InetSocketAddress(Loopback.V4, 0)));
    }

    /// The same, listening where the file says.
    public static Gyre followingAsWritten(Path poolFile) {
        try {
            return following(poolFile, ProxyServer.systemTrust(), List.of());
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private static Gyre following(Path poolFile, SslContext trust, List<InetSocketAddress> listen) {
        List<ExchangeRecord> log = new CopyOnWriteArrayList<>();
        List<String> notices = new CopyOnWriteArrayList<>();
        PoolSource source = new PoolSource(poolFile, _ -> Optional.empty(), listen);
        try {
            PoolFile file = source.read();
            FileStamps asRead = source.stamps(file);
            ProxyServer proxy =
                    ProxyServer.startAgain(file, trust, log::add, notices::add, Optional.empty());
            Upkeep upkeep = Upkeep.start(source, file, asRead, proxy, notices::add);
            return new Gyre(proxy, Optional.of(upkeep), log, notices);
        } catch (ConfigException invalid) {
            throw new AssertionError(invalid.report(), invalid);
        } catch (IOException | NoEgressException failed) {
            throw new AssertionError(failed);
        }
    }

    private static PoolFile parsed(String poolFile) {
        String text = poolFile.contains("listen:") ? poolFile : "listen: 127.0.0.1:0\n" + poolFile;
        // The ports of tests' targets are any that were free.
        if (!SAYS_PORTS.matcher(text).find()) {
            text = "connect: {ports: any}\n" + text;
        }
        try {
            return PoolFile.parse(
                    "test.yml", text.getBytes(StandardCharsets.UTF_8), _ -> Optional.empty());
        } catch (ConfigException invalid) {
            throw new AssertionError(invalid.report(), invalid);
        }
    }

    /// Goes by another pool file from now on.
    public Reloaded reload(String poolFile) throws IOException, NoEgressException {
        return proxy.reload(parsed(poolFile));
    }

    /// Reads the pool file of [#following] again now.
    public void hangUp() {
        upkeep.orElseThrow().hangUp();
    }

    /// Where it listens.
    public InetSocketAddress address() {
        return proxy.addresses().getFirst();
    }

    /// The same, as `127.0.0.1:port`.
    public String hostPort() {
        return "127.0.0.1:" + address().getPort();
    }

    /// All places where it listens, in the order of the pool file.
    public List<InetSocketAddress> addresses() {
        return proxy.addresses();
    }

    /// Where names are asked for by DNS, in the order of the pool file.
    public List<InetSocketAddress> nameAddresses() {
        return proxy.nameAddresses();
    }

    /// What became of each request so far.
    public List<ExchangeRecord> log() {
        return log;
    }

    /// What the operator was told so far.
    public List<String> notices() {
        return notices;
    }

    /// Tells it to stop; returns how many connections had not ended in time.
    public int drain(Duration time) {
        return proxy.drain(time);
    }

    /// A client that is connected to it.
    public RawClient client() throws IOException {
        return RawClient.connect(address());
    }

    @Override
    public void close() {
        upkeep.ifPresent(Upkeep::close);
        proxy.close();
    }
}
