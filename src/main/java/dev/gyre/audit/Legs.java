package dev.gyre.audit;

import dev.gyre.access.TargetSettings;
import dev.gyre.config.PoolFile;
import dev.gyre.dns.DnsSettings;
import dev.gyre.egress.EgressEntry;
import dev.gyre.egress.Reach;
import dev.gyre.egress.Supply;
import dev.gyre.net.Cidr;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Which judges the subjects of a pool file can be driven to. In what is run for that, only this differs from the file: where it
/// listens, the entry, which is the only one; and for the audit's own judges the name servers and the targets that are allowed.
final class Legs {

    private static final String ELSEWHERE =
            "it is not on this machine, and can't reach the judges here: name one outside with"
                    + " --judge URL";

    private final PoolFile file;
    private final Judges judges;
    private final Optional<OutsideJudge> outside;
    private final Here here;

    private Legs(PoolFile file, Judges judges, Optional<OutsideJudge> outside, Here here) {
        this.file = file;
        this.judges = judges;
        this.outside = outside;
        this.here = here;
    }

    /// All legs, in the order of the file.
    ///
    /// @param supply what its entries stand for
    static List<Leg> of(
            PoolFile file,
            Supply supply,
            Judges judges,
            Optional<OutsideJudge> outside,
            Here here) {
        Legs legs = new Legs(file, judges, outside, here);
        return file.egress().stream()
                .flatMap(entry -> Subject.of(entry, supply).stream())
                .flatMap(subject -> legs.of(subject).stream())
                .toList();
    }

    private List<Leg> of(Subject subject) {
        return switch (subject) {
            case Subject.Nothing nothing -> List.of(Leg.nowhere(subject, nothing.why()));
            case Subject.Sources sources -> {
                List<Leg> legs = new ArrayList<>();
                legs.add(
                        judges.http().server().like(sources.any()).isPresent()
                                ? own(subject, sources.entries())
                                : Leg.nowhere(
                                        subject, "there is no IPv6 here to reach a judge by"));
                outside.filter(judge -> reaches(sources, judge))
                        .ifPresent(judge -> legs.add(outside(subject, sources.entries(), judge)));
                yield legs;
            }
            case Subject.Chain chain -> {
                List<EgressEntry> entries = List.of(chain.entry());
                List<Leg> legs = new ArrayList<>();
                if (here.has(chain.hops())) {
                    legs.add(own(subject, entries));
                }
                outside.ifPresent(judge -> legs.add(outside(subject, entries, judge)));
                yield legs.isEmpty() ? List.of(Leg.nowhere(subject, ELSEWHERE)) : legs;
            }
        };
    }

    /// What a name outside turns out to be is not known; loopback it is not.
    private static boolean reaches(Subject.Sources sources, OutsideJudge judge) {
        return judge.address()
                .map(address -> Reach.ofSource(sources.any()).includes(address))
                .orElse(!sources.any().isLoopbackAddress());
    }

    private Leg own(Subject subject, List<EgressEntry> entries) {
        PoolFile pool =
                pool(entries, judges.http().server().addresses())
                        .withDns(
                                DnsSettings.plain(judges.dns().servers())
                                        .withHosts(file.dns().hosts()));
        return Leg.to(subject, Optional.empty(), pool);
    }

    private Leg outside(Subject subject, List<EgressEntry> entries, OutsideJudge judge) {
        return Leg.to(
                subject, Optional.of(judge), pool(entries, judge.address().stream().toList()));
    }

    private PoolFile pool(List<EgressEntry> entries, List<InetAddress> targets) {
        List<Cidr> allowed = new ArrayList<>(file.targets().allow());
        targets.forEach(target -> allowed.add(new Cidr(target, target.getAddress().length * 8)));
        List<InetSocketAddress> listen =
                file.inbound().listen().stream()
                        .map(address -> new InetSocketAddress(loopback(address.getAddress()), 0))
                        .toList();
        return file.withEgress(entries)
                .withTargets(new TargetSettings(allowed, file.targets().nat64()))
                .forAllAt(listen);
    }

    private InetAddress loopback(InetAddress address) {
        LoopbackServer server = judges.http().server();
        return server.like(address).orElse(server.addresses().getFirst());
    }
}
