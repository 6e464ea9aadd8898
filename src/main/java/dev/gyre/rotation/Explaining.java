package dev.gyre.rotation;

import dev.gyre.egress.EgressPool;
import dev.gyre.egress.Narrowing;
import dev.gyre.egress.PoolView;
import dev.gyre.egress.Reach;
import dev.gyre.rotation.Explanation.Reason;
import dev.gyre.rotation.Explanation.Row;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Goes through a pool by the very rules of a choice, and tells what it finds.
final class Explaining {

    /// How many egresses of a row are looked at one by one.
    private static final int LOOKS = 1000;

    /// Each with its reason, the gravest first.
    private static final Map<Integer, Reason> REASONS = reasons();

    private final EgressPool pool;
    private final Reach wanted;
    private final Narrowing narrowing;
    private final Ranking ranking;

    Explaining(EgressPool pool, Reach wanted, Narrowing narrowing, Ranking ranking) {
        this.pool = pool;
        this.wanted = wanted;
        this.narrowing = narrowing;
        this.ranking = ranking;
    }

    List<Row> rows() {
        PoolView view = pool.view(wanted, narrowing);
        List<Row> rows = new ArrayList<>();
        int row = 0;
        for (PoolView.Row part : narrowing.source().isPresent() ? view.rows() : pool.rows()) {
            Optional<Reason> whole = removal(part);
            if (whole.isPresent()) {
                rows.add(row(part, part.count(), Map.of(whole.get(), part.count())));
            } else {
                rows.add(looked(part, view, row++));
            }
        }
        return rows;
    }

    private Optional<Reason> removal(PoolView.Row part) {
        if (!part.reach().meets(wanted)) {
            return Optional.of(Reason.REACH);
        }
        return narrowing.admits(part.labels()) ? Optional.empty() : Optional.of(Reason.LABEL);
    }

    private Row looked(PoolView.Row part, PoolView view, int row) {
        long looks = Math.min(part.count(), LOOKS);
        Map<Reason, Long> removed = new EnumMap<>(Reason.class);
        for (long i = 0; i < looks; i++) {
            int rank = ranking.of(view.at(row, i));
            if (rank != Ranking.GOOD) {
                removed.merge(worst(rank), 1L, Long::sum);
            }
        }
        return row(part, looks, removed);
    }

    private static Row row(PoolView.Row part, long looked, Map<Reason, Long> removed) {
        long gone = removed.values().stream().mapToLong(Long::longValue).sum();
        return new Row(
                part.entry(),
                part.text(),
                part.count(),
                part.labels(),
                looked,
                looked - gone,
                removed);
    }

    private static Map<Integer, Reason> reasons() {
        Map<Integer, Reason> reasons = new LinkedHashMap<>();
        reasons.put(Ranking.TRIED, Reason.TRIED);
        reasons.put(Ranking.GRADE, Reason.GRADE);
        reasons.put(Ranking.OUT, Reason.OUT);
        reasons.put(Ranking.USED_UP, Reason.USED_UP);
        reasons.put(Ranking.FULL, Reason.FULL);
        reasons.put(Ranking.COOLING, Reason.COOLING);
        reasons.put(Ranking.SET_BACK, Reason.HEALTH);
        reasons.put(Ranking.NEAR, Reason.DISTANCE);
        reasons.put(Ranking.PREVIOUS, Reason.PREVIOUS);
        return reasons;
    }

    private static Reason worst(int rank) {
        return REASONS.entrySet().stream()
                .filter(each -> (rank & each.getKey()) != 0)
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(Reason.LAST);
    }
}
