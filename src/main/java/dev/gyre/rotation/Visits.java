package dev.gyre.rotation;

import dev.gyre.egress.Egress;
import dev.gyre.net.Host;
import dev.gyre.net.Site;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// By which egress a session was last at each site. Safe for all threads, and bounded: the site where it was longest ago is forgotten
/// first.
final class Visits {

    /// How many sites are remembered.
    static final int MOST = 16;

    private final LinkedHashMap<Site, Egress> bySite = new LinkedHashMap<>(2, 0.75f, true);
    private @Nullable Host lastHost;
    private @Nullable Egress lastEgress;

    synchronized void visit(Host host, Egress egress) {
        if (host.equals(lastHost) && egress.equals(lastEgress)) {
            return; // most visits are, and to find the site takes a while
        }
        lastHost = host;
        lastEgress = egress;
        bySite.put(Site.of(host), egress);
        if (bySite.size() > MOST) {
            bySite.pollFirstEntry();
        }
    }

    /// By which egress it was there last; nothing when it was not, or is long gone.
    synchronized Optional<Egress> last(Site site) {
        // Who asks is no visit.
        return bySite.entrySet().stream()
                .filter(each -> each.getKey().equals(site))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
