package dev.gyre.e2e;

import dev.gyre.config.PoolFile;
import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.Labels;
import dev.gyre.egress.Limits;
import dev.gyre.health.CapSettings;
import dev.gyre.health.CoolDownSettings;
import dev.gyre.health.HealthSettings;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/// Pool files with what a test wants of them.
final class Pools {

    private static final HealthSettings HEALTH = HealthSettings.DEFAULT;
    private static final CoolDownSettings COOL = CoolDownSettings.DEFAULT;

    private Pools() {}

    /// So many requests by each egress at a time, and so many that wait for a place.
    static UnaryOperator<PoolFile> capped(int inFlight, int waiting, Duration patience) {
        return with(
                HEALTH.coolDowns(),
                new CapSettings(OptionalInt.of(inFlight), OptionalInt.empty(), patience, waiting));
    }

    /// Nothing serves rather than an egress that the site does not want.
    static UnaryOperator<PoolFile> strict() {
        return with(
                new CoolDownSettings(COOL.statuses(), COOL.ban(), COOL.most(), true, false),
                HEALTH.caps());
    }

    private static UnaryOperator<PoolFile> with(CoolDownSettings coolDowns, CapSettings caps) {
        HealthSettings health =
                new HealthSettings(
                        HEALTH.failures(),
                        HEALTH.rate(),
                        HEALTH.window(),
                        HEALTH.out(),
                        HEALTH.most(),
                        HEALTH.floor(),
                        coolDowns,
                        caps,
                        HEALTH.grade());
        return file ->
                new PoolFile(
                        file.inbound(),
                        file.rotation(),
                        file.egress(),
                        file.dns(),
                        file.lists(),
                        file.targets(),
                        file.outbound(),
                        health,
                        file.probes(),
                        file.upkeep());
    }

    /// So many octets by each egress of the only entry, a range of sources.
    static UnaryOperator<PoolFile> metered(long bytes) {
        return file -> {
            EgressEntry.Source entry = (EgressEntry.Source) file.egress().getFirst();
            Labels said = entry.labels();
            Labels metered =
                    new Labels(
                            said.weight(),
                            said.tags(),
                            said.country(),
                            said.group(),
                            new Limits(
                                    OptionalInt.empty(),
                                    OptionalLong.empty(),
                                    OptionalLong.of(bytes),
                                    Limits.DEFAULT_PERIOD));
            return file.withEgress(List.of(new EgressEntry.Source(entry.range(), metered)));
        };
    }
}
