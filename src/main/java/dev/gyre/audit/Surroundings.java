package dev.gyre.audit;

import dev.gyre.config.EffectiveSettings;
import dev.gyre.config.PoolFile;
import dev.gyre.rotation.Every;

import io.netty.handler.ssl.SslContext;

import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Consumer;

/// What is the same for all legs of an audit.
///
/// @param file as the user wrote it
/// @param trust whom https hops' certificates must come from
/// @param client the address of the audit's clients, of IPv4
/// @param step is told before each row what is to be judged
record Surroundings(
        PoolFile file,
        Judges judges,
        Here here,
        SslContext trust,
        InetAddress client,
        Consumer<String> step) {

    private static final Duration MARGIN = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofSeconds(90);

    int listeners() {
        return file.inbound().listen().size();
    }

    /// A listener as the file has it.
    String listener(int place) {
        return EffectiveSettings.text(file.inbound().listen().get(place));
    }

    /// What targets are to be told.
    Told told() {
        return Told.by(file.inbound().headers());
    }

    /// Whether all requests of a client connection are of one session.
    boolean sessionsLast() {
        return !file.rotation().every().equals(Every.REQUEST);
    }

    /// Whether a client connection must name a session to have one of its own: by the file's rule, others would share it.
    boolean sessionsAreNamed() {
        return sessionsLast() && !(file.rotation().every() instanceof Every.Connection);
    }

    /// How long a client waits: as long as the proxy may take, and a little more.
    Duration patience() {
        Duration attempt = file.outbound().connect().plus(file.outbound().handshake());
        Duration all = attempt.multipliedBy(file.outbound().attempts()).plus(MARGIN);
        return all.compareTo(LONGEST) < 0 ? all : LONGEST;
    }
}
