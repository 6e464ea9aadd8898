package dev.gyre.testkit;

import dev.gyre.testkit.ZoneSigner.Algorithm;
import dev.gyre.testkit.ZoneSigner.Flaw;

import java.util.ArrayList;
import java.util.List;

/// A root of its own, `test.` below it, and below that a zone for each thing that can be right or wrong with signatures. All of it
/// is made anew in every run; making it takes a second.
///
/// Every zone has `www` (192.0.2.1 and 2001:db8::1), `alias` (of `www`), `empty.deep` (so that `deep` has no records) and
/// `*.wild` (192.0.2.2).
///
/// | zone | is |
/// |---|---|
/// | `good.test` | signed by ECDSA P-256, with NSEC |
/// | `rsa.test`, `p384.test`, `ed25519.test`, `ed448.test` | signed by RSA with SHA-256, and so on |
/// | `nsec3.test` | with NSEC3 as RFC 9276 wants it |
/// | `salted.test` | with NSEC3, 10 iterations and a salt |
/// | `deep3.test` | with NSEC3 and 2,000 iterations, more than anybody is to accept |
/// | `optout.test` | with NSEC3; its `insecure` part is left out of it |
/// | `unsigned.test` | not signed, and `test` proves it |
/// | `island.test` | signed, and `test` proves that nobody knows |
/// | `broken.test`, `expired.test`, `early.test`, `stripped.test`, `wrongkey.test`, `colliding.test` | bogus: see [Flaw] |
public final class SignedTree {

    /// The zones that are right and signed from the root on.
    public static final List<String> SECURE =
            List.of(
                    "good.test",
                    "rsa.test",
                    "p384.test",
                    "ed25519.test",
                    "ed448.test",
                    "nsec3.test",
                    "salted.test",
                    "optout.test");

    /// Those of which nobody says that they are signed.
    public static final List<String> INSECURE =
            List.of("unsigned.test", "island.test", "insecure.optout.test");

    /// Those of which nothing may be believed.
    public static final List<String> BOGUS =
            List.of(
                    "broken.test",
                    "expired.test",
                    "early.test",
                    "stripped.test",
                    "wrongkey.test",
                    "colliding.test");

    private final List<SignedZone> zones;

    private SignedTree(List<SignedZone> zones) {
        this.zones = zones;
    }

    public static SignedTree make() {
        List<SignedZone> zones = new ArrayList<>();
        SignedZone insecure = zone("insecure.optout.test.").flaw(Flaw.UNSIGNED).sign();
        zones.add(zone("good.test.").sign());
        zones.add(zone("rsa.test.").algorithm(Algorithm.RSASHA256).sign());
        zones.add(zone("p384.test.").algorithm(Algorithm.ECDSAP384).sign());
        zones.add(zone("ed25519.test.").algorithm(Algorithm.ED25519).sign());
        zones.add(zone("ed448.test.").algorithm(Algorithm.ED448).sign());
        zones.add(zone("nsec3.test.").denial(Denial.nsec3()).sign());
        zones.add(zone("salted.test.").denial(new Denial.Nsec3(10, "c0ffee", false)).sign());
        zones.add(zone("deep3.test.").denial(new Denial.Nsec3(2000, "", false)).sign());
        zones.add(
                zone("optout.test.")
                        .denial(new Denial.Nsec3(0, "", true))
                        .delegate(insecure)
                        .sign());
        zones.add(zone("unsigned.test.").flaw(Flaw.UNSIGNED).sign());
        zones.add(zone("island.test.").flaw(Flaw.ISLAND).sign());
        zones.add(zone("broken.test.").flaw(Flaw.BROKEN).sign());
        zones.add(zone("expired.test.").flaw(Flaw.EXPIRED).sign());
        zones.add(zone("early.test.").flaw(Flaw.EARLY).sign());
        zones.add(zone("stripped.test.").flaw(Flaw.STRIPPED).sign());
        zones.add(zone("wrongkey.test.").flaw(Flaw.WRONG_KEY).sign());
        zones.add(
                zone("colliding.test.").algorithm(Algorithm.RSASHA256).flaw(Flaw.COLLIDING).sign());
        ZoneSigner top = ZoneSigner.of("test.");
        zones.forEach(top::delegate);
        SignedZone test = top.sign();
        zones.add(insecure);
        zones.add(test);
        zones.add(ZoneSigner.of(".").delegate(test).sign());
        return new SignedTree(List.copyOf(zones));
    }

    /// The root's keys as DS records: what a resolver needs to trust the whole tree.
    public List<String> anchors() {
        return zones.getLast().anchors();
    }

    /// All zones; the root is the last.
    public List<SignedZone> zones() {
        return zones;
    }

    private static ZoneSigner zone(String origin) {
        return ZoneSigner.of(origin)
                .with(
                        "www IN A 192.0.2.1",
                        "www IN AAAA 2001:db8::1",
                        "alias IN CNAME www",
                        "empty.deep IN TXT nothing",
                        "*.wild IN A 192.0.2.2");
    }
}
