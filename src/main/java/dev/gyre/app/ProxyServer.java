package dev.gyre.app;

import dev.gyre.access.Logins;
import dev.gyre.access.limits.Limits;
import dev.gyre.app.upkeep.QuotaFile;
import dev.gyre.config.PoolFile;
import dev.gyre.egress.EgressPool;
import dev.gyre.fetch.Fetcher;
import dev.gyre.inbound.DoorSettings;
import dev.gyre.inbound.FileOwner;
import dev.gyre.inbound.Listeners;
import dev.gyre.inbound.client.Defects;
import dev.gyre.inbound.client.Service;
import dev.gyre.inbound.client.Verdicts;
import dev.gyre.inbound.dns.DnsListeners;
import dev.gyre.inbound.http.FailureStatus;
import dev.gyre.judge.Judge;
import dev.gyre.net.Addresses;
import dev.gyre.observe.ExchangeLog;
import dev.gyre.observe.Notices;
import dev.gyre.observe.RequestLog;
import dev.gyre.outbound.Allowance;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The whole proxy: everything is built, connected and started here, and stopped.
public final class ProxyServer implements AutoCloseable {

    private static final long STOP_SECONDS = 5;

    private final Reloader reloader;
    private final Judge judge;
    private final Service service;
    private final Listeners listeners;
    private final DnsListeners names;
    private final Opened opened;

    private ProxyServer(
            Reloader reloader,
            Judge judge,
            Service service,
            Listeners listeners,
            DnsListeners names,
            Opened opened) {
        this.reloader = reloader;
        this.judge = judge;
        this.service = service;
        this.listeners = listeners;
        this.names = names;
        this.opened = opened;
    }

    /// Starts the proxy, as new to its egresses as can be. Blocks until it listens.
    ///
    /// @param trust whom https hops' certificates must come from: a client's context
    /// @param log is told of each request
    /// @param notices is told what the operator should know
    /// @throws IOException when it can't listen, can't read the map of countries, or can't write the log of requests: says where, and
    ///         why. Nothing is left open then
    /// @throws NoEgressException when the pool is empty
    public static ProxyServer start(
            PoolFile file, SslContext trust, ExchangeLog log, Notices notices)
            throws IOException, NoEgressException {
        return start(file, trust, log, notices, Optional.empty(), false);
    }

    /// The same, with what earlier runs have learned of its egresses, where the file says where that is kept.
    ///
    /// @param account as whom to go on once it listens, if not as who we are: files are written as that user
    public static ProxyServer startAgain(
            PoolFile file,
            SslContext trust,
            ExchangeLog log,
            Notices notices,
            Optional<Account> account)
            throws IOException, NoEgressException {
        return start(file, trust, log, notices, account, true);
    }

    private static ProxyServer start(
            PoolFile file,
            SslContext trust,
            ExchangeLog log,
            Notices notices,
            Optional<Account> account,
            boolean remembers)
            throws IOException, NoEgressException {
        Opened opened = new Opened();
        try {
            return start(file, trust, log, notices, account, remembers, opened);
        } catch (IOException | NoEgressException | RuntimeException | Error failed) {
            try {
                opened.close();
            } catch (RuntimeException defect) {
                failed.addSuppressed(defect);
            }
            throw failed;
        }
    }

    private static ProxyServer start(
            PoolFile file,
            SslContext trust,
            ExchangeLog log,
            Notices notices,
            Optional<Account> account,
            boolean remembers,
            Opened opened)
            throws IOException, NoEgressException {
        Capacity capacity = Capacity.of(file.inbound().connections(), DnsFront.descriptors(file));
        Ways ways =
                Ways.of(
                        file,
                        WithLists.none(Supplies.of(file, notices)),
                        trust,
                        capacity,
                        (event, times) ->
                                notices.notice(
                                        event + (times == 1 ? "" : " (" + times + " times)")));
        RequestLog requests = new RequestLog(notices, InstantSource.system(), FailureStatus::of);
        opened.add(requests::close); // after the last of those who write to it
        Transport transport =
                Transport.open(
                        notices, account.map(each -> new FileOwner(each.user(), each.group())));
        opened.add(() -> end(transport));
        // Before those that probe by it, so that it outlives them: a probe that it refuses would be
        // taken for an egress that fails.
        Judge judge = Judge.start(transport.loops(), transport.listener());
        opened.add(judge::close);
        Reloader reloader =
                new Reloader(
                        file,
                        ways,
                        new Fetcher(ways.connector(), trust),
                        transport.loops(),
                        notices);
        opened.add(reloader::close);
        reloader.begin(remembers);
        Preflight.notices(reloader.pool()).forEach(notices::notice);
        if (capacity.clients() < file.inbound().connections()) {
            notices.notice(
                    "the limit of "
                            + (capacity.memoryIsShort() ? "memory" : "open files")
                            + " allows for "
                            + capacity.clients()
                            + " connections, not for "
                            + file.inbound().connections());
        }
        Logins logins =
                new Logins(
                        System::nanoTime,
                        client ->
                                notices.notice(
                                        Addresses.text(client)
                                                + " gives wrong passwords; it is held off"));
        opened.add(logins::close);
        Limits limits = new Limits(Serving.limits(file), System::nanoTime, InstantSource.system());
        Optional<QuotaFile> quotas =
                file.inbound()
                        .limits()
                        .file()
                        .filter(_ -> remembers)
                        .map(path ->
                                QuotaFile.open(
                                        path,
                                        limits,
                                        file.rotation().sessions().secret(),
                                        notices));
        quotas.ifPresent(each -> opened.add(each::close));
        Defects defects = new Defects(notices);
        requests.use(file.inbound().log());
        transport
                .loops()
                .scheduleWithFixedDelay(() -> sweep(ways, defects), 1, 1, TimeUnit.SECONDS);
        Service service =
                new Service(
                        Serving.settings(file, reloader.domains(), ways.secret(), Optional.empty()),
                        ways.sessions(),
                        logins,
                        limits,
                        new Verdicts(ways.sessions(), ways.rotator(), ways.health()),
                        ways.dialer(),
                        judge.targets(ways.connector().resolver()::flush),
                        ways.open(),
                        new Allowance(capacity.idle()),
                        log,
                        requests,
                        defects);
        Listeners listeners =
                Listeners.open(
                        file.inbound(),
                        service,
                        transport.loops(),
                        transport.listener(),
                        transport.unix(),
                        capacity.clients(),
                        capacity.refusals(),
                        notices);
        opened.add(listeners::close);
        DnsListeners names =
                DnsFront.open(
                        file,
                        ways,
                        transport,
                        listeners.addresses(),
                        judge.listeners(),
                        () -> service.settings().blocking(),
                        () -> service.settings().policy(),
                        limits,
                        log,
                        requests,
                        defects);
        opened.add(names::close);
        if (account.isPresent()) {
            Privileges.drop(account.get());
        }
        // Whose files are written now, and what can't be, is what holds later, too.
        requests.begin();
        quotas.ifPresent(QuotaFile::begin);
        reloader.serves(
                service,
                // Name servers are those of the start.
                (now, pool) ->
                        OwnWays.prober(
                                now.withDns(file.dns()),
                                pool,
                                ways,
                                judge,
                                trust,
                                transport.loops()));
        return new ProxyServer(reloader, judge, service, listeners, names, opened);
    }

    private static void end(Transport transport) {
        transport
                .loops()
                .shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS)
                .awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
    }

    /// An error in one sweep must not be the end of all.
    private static void sweep(Ways ways, Defects defects) {
        try {
            ways.sessions().sweep();
            ways.health().sweep();
        } catch (RuntimeException error) {
            defects.ends(error);
        }
    }

    /// Trust in whom this machine's JDK trusts.
    public static SslContext systemTrust() throws IOException {
        return SslContextBuilder.forClient().sslProvider(SslProvider.JDK).build();
    }

    /// At which addresses clients can connect.
    public List<InetSocketAddress> addresses() {
        return listeners.addresses();
    }

    /// At which Unix sockets they can.
    public List<Path> files() {
        return listeners.files();
    }

    /// What holds for those who come in there, in the same order.
    List<DoorSettings> doors() {
        return reloader.running().inbound().doors();
    }

    /// Whether there are users.
    boolean hasUsers() {
        return reloader.file().inbound().users().isPresent();
    }

    /// Where they can ask for names by DNS.
    public List<InetSocketAddress> nameAddresses() {
        return names.addresses();
    }

    /// Who is answered there, in words.
    String nameClients() {
        return names.clients();
    }

    EgressPool pool() {
        return reloader.pool();
    }

    /// Goes by another pool file from now on, as far as that can be while it runs; the rest takes effect at the next start. What is
    /// under way comes to its end, unless `reload.drain` says otherwise. Blocks, and must not be called on an event loop.
    ///
    /// @throws NoEgressException when its pool is empty; nothing has changed then
    /// @throws IOException when a list or the map of countries can't be read; nothing has changed then either
    public Reloaded reload(PoolFile next) throws IOException, NoEgressException {
        Reloaded reloaded = reloader.reload(next);
        listeners.use(next.inbound());
        return reloaded;
    }

    Judge judge() {
        return judge;
    }

    /// Opens the log of requests anew. Doesn't block.
    void reopenLog() {
        service.requests().reopen();
    }

    /// Has lists fetched now, not when they are due. Doesn't wait for them.
    void fetchLists() {
        reloader.fetchLists();
    }

    /// How long what runs may take to end, by the file that is gone by now.
    Duration shutdown() {
        return reloader.file().inbound().shutdown();
    }

    /// The proxy is about to end: nothing is reloaded any more, and nobody waits for it. Doesn't block.
    void end() {
        reloader.end();
    }

    /// Listens no more, and lets what runs come to its end. Blocks until it has, or the time is up; [#close] is to follow.
    ///
    /// @return how many connections have not ended
    public int drain(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        service.stop();
        names.stop();
        int connections = listeners.drain(time);
        return connections + names.drain(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
    }

    /// Stops: listens no more, closes every connection. Blocks until it is done, a few seconds at most.
    @Override
    public void close() {
        opened.close();
    }
}
