package dev.gyre.dns;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// The memory of each route. The route that was longest unused is forgotten when there are too
/// many.
///
/// Safe for use by any thread.
final class RouteMemories {

    static final int MAX_ROUTES = 256;

    private final LongSupplier nanoTime;
    private final Map<Route, RouteMemory> byRoute =
            new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Route, RouteMemory> eldest) {
                    return size() > MAX_ROUTES;
                }
            };

    RouteMemories(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    synchronized RouteMemory of(Route route) {
        return byRoute.computeIfAbsent(route, _ -> new RouteMemory(nanoTime));
    }
}
