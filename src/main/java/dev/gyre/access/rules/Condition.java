package dev.gyre.access.rules;

import dev.gyre.access.domains.DomainLists;
import dev.gyre.access.domains.Hit;
import dev.gyre.net.Host;
import dev.gyre.net.HostPattern;

import org.jspecify.annotations.Nullable;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// One thing that a rule asks of a request. Of a list, one is enough. Immutable, safe for all threads.
public sealed interface Condition {

    /// Whether it holds.
    Truth of(Facts facts);

    /// Whose the request is, where users log in.
    record OfUser(Set<String> names) implements Condition {
        public OfUser {
            names = Set.copyOf(names);
        }

        @Override
        public Truth of(Facts facts) {
            return Truth.of(names.contains(facts.of().user()));
        }
    }

    /// To which group its user belongs.
    record OfGroup(Set<String> names) implements Condition {
        public OfGroup {
            names = Set.copyOf(names);
        }

        @Override
        public Truth of(Facts facts) {
            for (String group : facts.of().groups()) {
                if (names.contains(group)) {
                    return Truth.YES;
                }
            }
            return Truth.NO;
        }
    }

    /// From where it comes.
    record FromClient(Networks networks) implements Condition {
        @Override
        public Truth of(Facts facts) {
            // Who has no address is in no network.
            return Truth.of(
                    !facts.of().client().isAnyLocalAddress()
                            && networks.contain(facts.of().client()));
        }
    }

    /// Where it wants to go, as the client says it.
    record ToHost(List<HostPattern> hosts) implements Condition {
        public ToHost {
            hosts = List.copyOf(hosts);
        }

        @Override
        public Truth of(Facts facts) {
            Host host = facts.of().host();
            for (HostPattern pattern : hosts) {
                if (pattern.matches(host)) {
                    return Truth.YES;
                }
            }
            return Truth.NO;
        }
    }

    /// Whose the target is: registrable domains.
    record ToDomain(Set<String> sites) implements Condition {
        public ToDomain {
            sites = Set.copyOf(sites);
        }

        @Override
        public Truth of(Facts facts) {
            return Truth.of(sites.contains(facts.site()));
        }
    }

    /// Where it wants to go, by lists of domains. A name's addresses make no difference.
    ///
    /// @param lists those of the pool file, or none when they have not been read
    record InList(List<String> names, DomainLists lists) implements Condition {
        public InList {
            names = List.copyOf(names);
        }

        @Override
        public Truth of(Facts facts) {
            return lists.have(names) ? Truth.of(hit(facts).isPresent()) : facts.unknown();
        }

        /// In which of them, and where.
        Optional<Hit> hit(Facts facts) {
            for (String name : names) {
                Optional<Hit> hit = lists.find(name, facts.of().host());
                if (hit.isPresent()) {
                    return hit;
                }
            }
            return Optional.empty();
        }
    }

    /// To which port. A question for a name has none.
    record ToPort(List<PortRange> ports) implements Condition {
        public ToPort {
            ports = List.copyOf(ports);
        }

        @Override
        public Truth of(Facts facts) {
            int port = facts.of().port();
            for (PortRange range : ports) {
                if (range.contains(port)) {
                    return Truth.YES;
                }
            }
            return Truth.NO;
        }
    }

    /// To which address: of a name, the one that is about to be connected to.
    record ToAddress(Networks networks) implements Condition {
        @Override
        public Truth of(Facts facts) {
            @Nullable InetAddress address = facts.address();
            return address == null ? facts.unknown() : Truth.of(networks.contain(address));
        }
    }

    /// By which method of HTTP.
    record ByMethod(Set<String> methods) implements Condition {
        public ByMethod {
            methods = Set.copyOf(methods);
        }

        @Override
        public Truth of(Facts facts) {
            return Truth.of(methods.contains(facts.of().method()));
        }
    }

    /// In which way it is asked for.
    record ByScheme(Set<Scheme> schemes) implements Condition {
        public ByScheme {
            schemes = Set.copyOf(schemes);
        }

        @Override
        public Truth of(Facts facts) {
            return Truth.of(schemes.contains(facts.of().scheme()));
        }
    }

    /// When.
    record During(List<Hours> hours) implements Condition {
        public During {
            hours = List.copyOf(hours);
        }

        @Override
        public Truth of(Facts facts) {
            for (Hours each : hours) {
                if (each.include(facts.now())) {
                    return Truth.YES;
                }
            }
            return Truth.NO;
        }
    }

    /// By which egress it is about to leave: one with any of these labels.
    record ByEgress(Set<String> labels) implements Condition {
        public ByEgress {
            labels = Set.copyOf(labels);
        }

        @Override
        public Truth of(Facts facts) {
            @Nullable Predicate<String> has = facts.egress();
            return has == null ? facts.unknown() : Truth.of(labels.stream().anyMatch(has));
        }
    }

    /// That these don't hold together.
    record Not(Conditions conditions) implements Condition {
        @Override
        public Truth of(Facts facts) {
            return conditions.of(facts).not();
        }
    }
}
