package dev.gyre.inbound;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/// TLS of a listener, as its files had it when they were read: what it shows to clients, and what it asks of them. Immutable; safe for all
/// threads.
public final class DoorTls {

    static {
        // Read once, by the first use of TLS. A handshake costs the server more than the client, so
        // that there is one for each
        // connection.
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    }

    /// Those with forward secrecy and authenticated encryption; the names for TLS 1.3 stand first.
    private static final List<String> SUITES =
            List.of(
                    "TLS_AES_256_GCM_SHA384",
                    "TLS_CHACHA20_POLY1305_SHA256",
                    "TLS_AES_128_GCM_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");

    /// What is agreed on by name; the best first.
    static final List<String> PROTOCOLS = List.of("h2", "http/1.1");

    /// Where no more is to be said than that there is no service.
    static final List<String> PLAIN = List.of("http/1.1");

    /// How many sessions are kept that clients without tickets may resume.
    private static final int SESSIONS = 1024;

    private static final long SESSION_SECONDS = 3600;

    /// Where it is read from.
    ///
    /// @param clients whose certificates a client has to show one of; if absent, none is asked for
    public record Sources(Path certificate, Path key, Optional<Path> clients) {

        /// All of them.
        public Set<Path> all() {
            Set<Path> all = new HashSet<>(Set.of(certificate));
            all.add(key);
            clients.ifPresent(all::add);
            return all;
        }
    }

    private final Sources sources;
    private final List<X509Certificate> chain;
    private final PrivateKey key;
    private final List<X509Certificate> clients;
    private final SslContext context;

    /// @param chain the server's certificate, and those that vouch for it
    /// @param key that of the first of them
    /// @param clients who has to vouch for a client's certificate; if there is nobody, none is asked for
    /// @throws SSLException when they can't be used together
    public DoorTls(
            Sources sources,
            List<X509Certificate> chain,
            PrivateKey key,
            List<X509Certificate> clients)
            throws SSLException {
        this.sources = sources;
        this.chain = List.copyOf(chain);
        this.key = key;
        this.clients = List.copyOf(clients);
        SslContextBuilder builder =
                SslContextBuilder.forServer(key, chain.toArray(X509Certificate[]::new))
                        .sslProvider(SslProvider.JDK)
                        .protocols("TLSv1.3", "TLSv1.2")
                        .ciphers(SUITES, SupportedCipherSuiteFilter.INSTANCE)
                        .sessionCacheSize(SESSIONS)
                        .sessionTimeout(SESSION_SECONDS);
        if (!clients.isEmpty()) {
            builder.clientAuth(ClientAuth.REQUIRE)
                    .trustManager(clients.toArray(X509Certificate[]::new));
        }
        this.context = builder.build();
    }

    public Sources sources() {
        return sources;
    }

    /// What clients are shown.
    public X509Certificate certificate() {
        return chain.getFirst();
    }

    /// For one connection.
    ///
    /// @param protocols what may be spoken inside, the best first
    /// @param tasks works out what takes long
    SslHandler handler(ByteBufAllocator allocator, List<String> protocols, Executor tasks) {
        SSLEngine engine = context.newEngine(allocator);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setUseCipherSuitesOrder(true);
        engine.setSSLParameters(parameters);
        // Who offers none of them is let speak all the same: SOCKS has no name here.
        engine.setHandshakeApplicationProtocolSelector((_, offered) ->
                protocols.stream().filter(offered::contains).findFirst().orElse(""));
        SslHandler handler = new SslHandler(engine, tasks);
        // The client has one deadline until it has said something.
        handler.setHandshakeTimeoutMillis(0);
        return handler;
    }

    /// Whether it was agreed with this client to speak HTTP/2.
    static boolean isHttp2(SslHandler handler) {
        return PROTOCOLS.getFirst().equals(handler.engine().getApplicationProtocol());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DoorTls tls
                && sources.equals(tls.sources)
                && chain.equals(tls.chain)
                && clients.equals(tls.clients)
                && MessageDigest.isEqual(key.getEncoded(), tls.key.getEncoded());
    }

    @Override
    public int hashCode() {
        return sources.hashCode();
    }

    @Override
    public String toString() {
        return sources.toString();
    }
}
