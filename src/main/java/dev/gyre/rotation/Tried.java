package dev.gyre.rotation;

import dev.gyre.egress.Egress;
import dev.gyre.egress.EgressPool;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/// What failed for one request.
///
/// @param egresses each of them, or what stands for many of them by [EgressPool#whole]
record Tried(Set<Egress> egresses, EgressPool pool) {

    boolean has(Egress egress) {
        if (egresses.isEmpty()) {
            return false;
        }
        if (egresses.contains(egress)) {
            return true;
        }
        @Nullable Egress whole = pool.whole(egress);
        return whole != null && egresses.contains(whole);
    }

    boolean isEmpty() {
        return egresses.isEmpty();
    }

    int size() {
        return egresses.size();
    }
}
