package dev.gyre.app;

import dev.gyre.access.domains.DomainLists;
import dev.gyre.app.upkeep.DomainSources;
import dev.gyre.app.upkeep.StateFile;
import dev.gyre.config.DomainListings;
import dev.gyre.config.PoolFile;
import dev.gyre.egress.EgressPool;
import dev.gyre.egress.ListSource;
import dev.gyre.egress.PoolChange;
import dev.gyre.fetch.Fetcher;
import dev.gyre.inbound.client.Service;
import dev.gyre.observe.Notices;
import dev.gyre.observe.RequestLog;
import dev.gyre.probe.Prober;

import io.netty.channel.EventLoopGroup;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/// Has the pool that the pool file stands for now, and puts another in its place. All that can fail comes first: whoever asks for an
/// egress meanwhile gets one of the old pool, and after it one of the new. Safe for all threads; one reload at a time.
final class Reloader implements AutoCloseable {

    private final Ways ways;
    private final Notices notices;
    private final FetchedLists lists;
    private final DomainSources sources;
    private final PoolFile running;
    private volatile PoolFile file;
    private volatile EgressPool pool;
    private volatile DomainLists domains = DomainLists.NONE;
    private volatile Optional<StateFile> state = Optional.empty();
    private volatile Optional<Serving> serving = Optional.empty();

    /// Whether a list has changed since the first pool was made, and before anybody was served.
    private boolean missed;

    /// The same of a list of domains.
    private boolean missedDomains;

    /// Whether nothing is to be changed any more.
    private volatile boolean ending;

    /// @param fetcher fetches lists
    /// @param loops on which it does so
    Reloader(PoolFile file, Ways ways, Fetcher fetcher, EventLoopGroup loops, Notices notices) {
        this.running = file;
        this.file = file;
        this.ways = ways;
        this.notices = notices;
        this.pool = ways.pool();
        this.lists = new FetchedLists(fetcher, loops, notices, this::listChanged);
        this.sources = DomainSources.of(fetcher, loops, notices, this::domainsChanged);
    }

    /// Makes the first pool with what lists say, which it waits for a while. Blocks.
    ///
    /// @param remembers whether what earlier runs have learned of it is taken up
    ///
    /// @throws IOException when the map of countries or a list of domains can't be read
    void begin(boolean remembers) throws IOException, NoEgressException {
        boolean some = lists.use(file);
        DomainLists first = sources.read(file.lists(), DomainListings.NONE);
        synchronized (this) {
            domains = first;
            if (some) {
                missed = false;
                // What is wrong with the others was told already.
                take(made(file, Supplies.of(file, Notices.NONE)));
            } else if (pool.size().signum() == 0) {
                throw new NoEgressException();
            }
            if (remembers) {
                state =
                        file.upkeep()
                                .state()
                                .map(path ->
                                        StateFile.open(
                                                path,
                                                ways.health(),
                                                pool,
                                                file.rotation().sessions().secret(),
                                                notices));
            }
        }
    }

    /// From now on requests are served, and what is learned is kept. Blocks for the disk.
    ///
    /// @param probers who tries egresses without a request, by a file
    synchronized void serves(
            Service service, BiFunction<PoolFile, EgressPool, Optional<Prober>> probers) {
        state.ifPresent(StateFile::begin);
        serving = Optional.of(new Serving(running, pool, service, ways.secret(), probers));
        if (missed) {
            Thread.ofVirtual().name("list").start(this::listChanged);
        }
        if (missedDomains) {
            Thread.ofVirtual().name("list").start(this::domainsChanged);
        }
    }

    /// The file that it was started with.
    PoolFile running() {
        return running;
    }

    /// The file that is gone by now.
    PoolFile file() {
        return file;
    }

    /// The lists of domains that are gone by now.
    DomainLists domains() {
        return domains;
    }

    /// The pool that is used now.
    EgressPool pool() {
        return pool;
    }

    /// Goes by another file from now on. Blocks, not for others.
    ///
    /// @throws NoEgressException when its pool is empty; nothing has changed then
    /// @throws IOException when a list or the map of countries can't be read; nothing has changed then either
    synchronized Reloaded reload(PoolFile next) throws IOException, NoEgressException {
        // What is refused must not have lost what the old pool is made of.
        lists.use(file, next);
        if (ending) {
            throw new IOException("the proxy is told to end");
        }
        EgressPool fresh;
        DomainLists named;
        try {
            named = sources.read(next.lists(), file.lists());
            Optional<ListSource.Url> lost = lists.lost(file, next);
            if (lost.isPresent()) {
                throw new IOException(
                        "the list at " + lost.get() + " can't be used as it is to be now");
            }
            Supplies supplies = Supplies.of(next, notices);
            fresh = made(next, supplies);
            if (!supplies.isWhole()) {
                throw new IOException("a list can't be used");
            }
            if (!next.inbound().log().equals(file.inbound().log())) {
                RequestLog.check(next.inbound().log());
            }
        } catch (IOException | NoEgressException | RuntimeException refused) {
            lists.use(file);
            sources.keep(file.lists());
            throw refused;
        }
        PoolChange change = PoolChange.between(pool, fresh);
        List<String> later = LaterKeys.changed(running, file, next);
        // The same pool goes on where it is: its rounds would begin anew.
        boolean same =
                change.isNone()
                        && fresh.rows().equals(pool.rows())
                        && next.egress().equals(file.egress());
        EgressPool now = same ? pool : fresh;
        // What takes long comes before anything changes, what may fail too.
        Runnable swap = same ? () -> {} : ways.rotator().prepared(now);
        ways.use(next, now, swap);
        pool = now;
        file = next;
        domains = named;
        lists.use(next);
        sources.keep(next.lists());
        int cut = 0;
        if (!same) {
            state.ifPresent(each -> each.use(now));
            cut = ways.open().keepOnly(now::contains);
            serving.ifPresent(Serving::closeIdleOfThoseThatLeft);
        }
        serving.ifPresent(each -> each.use(next, named, now, !same));
        return new Reloaded(change, later, cut);
    }

    /// Has lists fetched now, not when they are due. Doesn't wait for them.
    void fetchLists() {
        lists.hurry();
        sources.hurry();
    }

    private EgressPool made(PoolFile of, Supplies supplies) throws NoEgressException {
        EgressPool made =
                pool.next(
                        of.egress(),
                        new WithLists(supplies, lists::listed),
                        Ways.key(ways.secret()));
        if (made.size().signum() == 0) {
            throw new NoEgressException();
        }
        made.prepareHashing();
        Ways.prepare(ways.connector().tls(), of);
        return made;
    }

    private void take(EgressPool next) {
        ways.rotator().use(next);
        pool = next;
    }

    /// A list says something else.
    private synchronized void listChanged() {
        if (ending) {
            return;
        }
        if (serving.isEmpty()) {
            missed = true;
            return;
        }
        try {
            Reloaded reloaded = reload(file);
            if (!reloaded.change().isNone()) {
                notices.notice(reloaded.text());
            }
        } catch (IOException | NoEgressException refused) {
            if (!ending) {
                notices.notice(refused.getMessage() + ". The old pool stays.");
            }
        } catch (RuntimeException defect) {
            notices.notice("not reloaded: " + defect + ". The old pool stays.");
        }
    }

    /// A list of domains says something else.
    private synchronized void domainsChanged() {
        if (ending) {
            return;
        }
        if (serving.isEmpty()) {
            missedDomains = true;
            return;
        }
        try {
            DomainLists next = sources.read(file.lists(), file.lists());
            domains = next;
            serving.get().use(next);
        } catch (IOException refused) {
            notices.notice(refused.getMessage() + ". The old lists stay.");
        } catch (RuntimeException defect) {
            notices.notice("not reloaded: " + defect + ". The old lists stay.");
        }
    }

    /// The proxy is about to end: a reload that waits for lists waits no longer, and changes nothing. Doesn't block.
    void end() {
        ending = true;
        lists.close();
        sources.close();
    }

    /// Fetches no more, and writes for the last time what was learned. Blocks; not for a reload that runs.
    @Override
    public void close() {
        end();
        serving.ifPresent(Serving::close);
        state.ifPresent(StateFile::close);
    }
}
