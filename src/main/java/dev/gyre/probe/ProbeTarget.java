package dev.gyre.probe;

import dev.gyre.egress.Egress;
import dev.gyre.egress.Reach;
import dev.gyre.fetch.FetchUrl;
import dev.gyre.net.Host;
import dev.gyre.outbound.Destination;

import java.net.InetAddress;
import java.security.cert.Certificate;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// What egresses are probed with.
///
/// @param url what is asked for
/// @param destination where that is
/// @param here the addresses of this machine, where the built-in judge listens; empty for every other target
/// @param secured where the built-in judge shows a certificate besides; nothing for every other target
public record ProbeTarget(
        FetchUrl url, Destination destination, Set<InetAddress> here, Optional<Secured> secured) {

    /// Where a certificate is shown that is known.
    public record Secured(Destination destination, Certificate certificate) {}

    private static final String JUDGE = "http://whoami.gyre/";

    public ProbeTarget {
        here = Set.copyOf(here);
    }

    /// The built-in judge. It can be reached from this machine only.
    ///
    /// @param destination where it listens
    /// @param own the addresses of this machine; loopback's need not be among them
    public static ProbeTarget judge(Destination destination, Set<InetAddress> own) {
        Set<InetAddress> here = new HashSet<>(own);
        here.addAll(destination.addresses());
        return new ProbeTarget(
                FetchUrl.parse(JUDGE).orElseThrow(), destination, here, Optional.empty());
    }

    /// The built-in judge, with a place where it shows this certificate to whoever is not lied to.
    public ProbeTarget secured(Destination where, Certificate certificate) {
        return new ProbeTarget(
                url, destination, here, Optional.of(new Secured(where, certificate)));
    }

    /// A page of somebody's: a judge's of the kinds that [OutsideView] reads, or any other.
    public static ProbeTarget page(FetchUrl url) {
        return new ProbeTarget(url, Destination.of(url.target()), Set.of(), Optional.empty());
    }

    /// Whether it is the built-in judge.
    public boolean isBuiltIn() {
        return !here.isEmpty();
    }

    /// Whether it makes sense to ask for it by this egress. What a name turns out to be is not known; loopback it is not. The
    /// built-in judge is on this machine: a hop elsewhere is not asked for it.
    public boolean isFor(Egress egress) {
        return switch (egress) {
            case Egress.Chain chain when isBuiltIn() ->
                    chain.hops().stream().allMatch(hop -> isHere(hop.server().host()));
            case Egress.Chain _ -> true;
            case Egress.Direct _ when isBuiltIn() ->
                    destination.addresses().stream().anyMatch(egress.reach()::includes);
            case Egress.Direct direct ->
                    switch (url.target().host()) {
                        case Host.Address(InetAddress address) ->
                                Reach.ofSource(direct.source()).includes(address);
                        case Host.Name _ -> !direct.source().isLoopbackAddress();
                    };
        };
    }

    private boolean isHere(Host host) {
        return switch (host) {
            case Host.Address(InetAddress address) ->
                    address.isLoopbackAddress() || here.contains(address);
            case Host.Name(String name) -> name.equals("localhost") || name.endsWith(".localhost");
        };
    }
}
