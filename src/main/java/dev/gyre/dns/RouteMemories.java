package dev.gyre.dns;

import dev.gyre.net.Isolation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/// The memory of each route. The route that was longest unused is forgotten when there are too
/// many.
///
/// Safe for use by any thread.
final class RouteMemories {

    static final int MAX_ROUTES = 1024;

    private final Keeping keeping;
    private final LongSupplier nanoTime;
    private final Map<Route, RouteMemory> byRoute =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Route, RouteMemory> eldest) {
                    return size() > MAX_ROUTES;
                }
            };

    RouteMemories(Keeping keeping, LongSupplier nanoTime) {
        this.keeping = keeping;
        this.nanoTime = nanoTime;
    }

    /// The memory of a route; of one under which nothing is kept, one that nobody else will see.
    RouteMemory of(Route route) {
        if (!route.isolation().keeps()) {
            return new RouteMemory(keeping, nanoTime);
        }
        RouteMemory memory;
        boolean fresh;
        synchronized (byRoute) {
            memory = byRoute.get(route);
            fresh = memory == null;
            if (memory == null) {
                memory = new RouteMemory(keeping, nanoTime);
                byRoute.put(route, memory);
            }
        }
        if (fresh) {
            Isolation isolation = route.isolation();
            isolation.onEnd(this, () -> forget(isolation));
        }
        return memory;
    }

    /// Drops all answers.
    ///
    /// @return how many
    int flush() {
        List<RouteMemory> all;
        synchronized (byRoute) {
            all = List.copyOf(byRoute.values());
        }
        return all.stream().mapToInt(RouteMemory::flush).sum();
    }

    private void forget(Isolation isolation) {
        synchronized (byRoute) {
            byRoute.keySet().removeIf(route -> route.isolation() == isolation);
        }
    }
}
