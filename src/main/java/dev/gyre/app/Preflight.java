package dev.gyre.app;

import dev.gyre.egress.EgressPool;
import dev.gyre.egress.FreeBlock;
import dev.gyre.egress.LocalRoutes;
import dev.gyre.net.Cidr;

import java.net.Inet4Address;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What this machine lacks for the addresses of a pool that no interface has: they can be bound, but answers to them get lost.
public final class Preflight {

    /// A command of more routes than that is for nobody to read.
    private static final int MOST_ROUTES = 16;

    private Preflight() {}

    /// A notice with the command that is missing; none when nothing is. Blocks.
    public static List<String> notices(EgressPool pool) {
        return notices(pool, LocalRoutes.read());
    }

    static List<String> notices(EgressPool pool, LocalRoutes routes) {
        Set<Cidr> missing = new LinkedHashSet<>();
        for (FreeBlock block : pool.free()) {
            if (!block.used().stream().allMatch(routes::include)) {
                missing.addAll(routes(block));
            }
        }
        if (missing.isEmpty()) {
            return List.of();
        }
        String rest =
                missing.size() > MOST_ROUTES
                        ? ", and so on for " + (missing.size() - MOST_ROUTES) + " more blocks"
                        : "";
        return List.of(
                "answers to some addresses of the pool won't come back to this machine; as root: "
                        + missing.stream()
                                .limit(MOST_ROUTES)
                                .map(Preflight::command)
                                .collect(Collectors.joining(" && "))
                        + rest);
    }

    /// What others may have of the block is left to them, unless that makes too many pieces.
    private static List<Cidr> routes(FreeBlock block) {
        List<Cidr> pieces =
                block.rest().stream().flatMap(range -> LocalRoutes.blocks(range).stream()).toList();
        return pieces.size() <= MOST_ROUTES ? pieces : LocalRoutes.blocks(block.all());
    }

    private static String command(Cidr block) {
        return (block.network() instanceof Inet4Address ? "ip route" : "ip -6 route")
                + " add local "
                + block
                + " dev lo";
    }
}
