package dev.gyre.health;

import dev.gyre.egress.Egress;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What of all that was learned outlasts a run.
///
record Memory(Roster roster, CoolDowns coolDowns, Rules rules) {

    /// For how long an egress is out the first time.
    private Duration out() {
        return rules.settings().out();
    }

    List<Learned> learned(long now) {
        Map<Egress, List<Learned.CoolDown>> cooling = coolDowns.learned(now);
        List<Learned> all = new ArrayList<>();
        for (Known each : roster.known().all()) {
            List<Learned.CoolDown> its = cooling.remove(each.egress());
            each.learned(now)
                    .or(() -> its == null ? Optional.empty() : Optional.of(nothing(each.egress())))
                    .map(learned -> its == null ? learned : learned.with(its))
                    .ifPresent(all::add);
        }
        cooling.forEach((egress, its) -> all.add(nothing(egress).with(its)));
        return all;
    }

    private Learned nothing(Egress egress) {
        return new Learned(
                egress, Optional.empty(), Optional.empty(), out(), Optional.empty(), List.of());
    }

    void restore(Learned learned, long now) {
        boolean some =
                learned.grade().isPresent()
                        || learned.out().isPresent()
                        || learned.quota().isPresent()
                        || learned.backoff().compareTo(out()) > 0;
        if (some) {
            roster.of(learned.egress()).restore(learned, now);
        }
        learned.coolDowns().forEach(each -> coolDowns.restore(learned.egress(), each, now));
    }
}
