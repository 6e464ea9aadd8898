package dev.gyre.testkit;

import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Master;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// Makes zones that are signed (RFC 4035), well or badly.
public final class ZoneSigner {

    /// By what the zone is signed.
    public enum Algorithm {
        RSASHA256("RSA", 2048, DNSSEC.Algorithm.RSASHA256),
        ECDSAP256("EC", 256, DNSSEC.Algorithm.ECDSAP256SHA256),
        ECDSAP384("EC", 384, DNSSEC.Algorithm.ECDSAP384SHA384),
        ED25519("Ed25519", 0, DNSSEC.Algorithm.ED25519),
        ED448("Ed448", 0, DNSSEC.Algorithm.ED448);

        private final String keys;
        private final int size;
        private final int number;

        Algorithm(String keys, int size, int number) {
            this.keys = keys;
            this.size = size;
            this.number = number;
        }

        String keys() {
            return keys;
        }

        int size() {
            return size;
        }

        int number() {
            return number;
        }
    }

    /// What is wrong with it.
    public enum Flaw {
        NONE,
        /// All signatures but those of the keys are wrong by one bit.
        BROKEN,
        /// All signatures are past their time.
        EXPIRED,
        /// The time of the signatures has not come yet.
        EARLY,
        /// The parent says that it is signed, but it is not.
        STRIPPED,
        /// The parent knows another key.
        WRONG_KEY,
        /// Nobody above knows that it is signed.
        ISLAND,
        /// Many keys of one tag, and many signatures by it that are all wrong (CVE-2023-50387).
        COLLIDING,
        /// Not signed, and nobody says it is.
        UNSIGNED
    }

    private static final Duration DAY = Duration.ofDays(1);
    private static final long TTL = 300;
    private static final int COLLISIONS = 30;

    private final Name origin;
    private final List<Record> data = new ArrayList<>();
    private Algorithm algorithm = Algorithm.ECDSAP256;
    private Denial denial = Denial.nsec();
    private Flaw flaw = Flaw.NONE;

    private ZoneSigner(Name origin) {
        this.origin = origin;
        Name server = Name.fromConstantString("ns.invalid.");
        data.add(new SOARecord(origin, DClass.IN, TTL, server, server, 1, 3600, 600, 86400, 60));
        data.add(new NSRecord(origin, DClass.IN, TTL, server));
    }

    /// A zone with an SOA and an NS record. Times to live are 300 s, of negative answers 60 s.
    ///
    /// @param origin absolute, such as `good.test.`
    public static ZoneSigner of(String origin) {
        try {
            return new ZoneSigner(Name.fromString(origin));
        } catch (TextParseException noName) {
            throw new IllegalArgumentException(noName);
        }
    }

    public ZoneSigner algorithm(Algorithm algorithm) {
        this.algorithm = algorithm;
        return this;
    }

    public ZoneSigner denial(Denial denial) {
        this.denial = denial;
        return this;
    }

    public ZoneSigner flaw(Flaw flaw) {
        this.flaw = flaw;
        return this;
    }

    /// Adds records in the words of a zone file, relative to the zone: `www 300 IN A 192.0.2.1`.
    public ZoneSigner with(String... lines) {
        byte[] text = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        try (Master master = new Master(new ByteArrayInputStream(text), origin, TTL)) {
            for (Record next = master.nextRecord(); next != null; next = master.nextRecord()) {
                data.add(next);
            }
        } catch (IOException malformed) {
            throw new IllegalArgumentException(malformed);
        }
        return this;
    }

    /// Hands a part of it to another zone.
    public ZoneSigner delegate(SignedZone child) {
        data.add(
                new NSRecord(
                        child.origin(), DClass.IN, TTL, Name.fromConstantString("ns.invalid.")));
        data.addAll(child.ds());
        return this;
    }

    public SignedZone sign() {
        if (flaw == Flaw.UNSIGNED) {
            return new SignedZone(origin, data, List.of());
        }
        ZoneKeys keys = ZoneKeys.of(origin, algorithm);
        List<DSRecord> ds =
                switch (flaw) {
                    case ISLAND, UNSIGNED -> List.of();
                    case WRONG_KEY -> List.of(ZoneKeys.of(origin, algorithm).ds());
                    case NONE, BROKEN, EXPIRED, EARLY, STRIPPED, COLLIDING -> List.of(keys.ds());
                };
        if (flaw == Flaw.STRIPPED) {
            return new SignedZone(origin, data, ds);
        }
        List<Record> all = new ArrayList<>(data);
        all.add(keys.key());
        if (flaw == Flaw.COLLIDING) {
            all.addAll(keys.colliding(COLLISIONS));
        }
        NavigableMap<Name, Owner> owners = Owner.of(origin, all);
        all.addAll(denial.records(origin, owners));
        for (RRset set : sets(all)) {
            if (isSigned(set, owners)) {
                all.addAll(signatures(keys, set));
            }
        }
        return new SignedZone(origin, all, ds);
    }

    private List<RRSIGRecord> signatures(ZoneKeys keys, RRset set) {
        Instant now = Instant.now();
        Instant from = flaw == Flaw.EARLY ? now.plus(DAY) : now.minus(DAY.multipliedBy(10));
        Instant until = flaw == Flaw.EXPIRED ? now.minus(DAY) : now.plus(DAY.multipliedBy(10));
        RRSIGRecord right = keys.sign(set, from, until);
        boolean ofKeys = set.getType() == Type.DNSKEY;
        return switch (flaw) {
            case BROKEN -> List.of(ofKeys ? right : ZoneKeys.broken(right));
            case COLLIDING -> ofKeys ? List.of(right) : ZoneKeys.forged(right, COLLISIONS);
            case NONE, EXPIRED, EARLY, STRIPPED, WRONG_KEY, ISLAND, UNSIGNED -> List.of(right);
        };
    }

    /// Neither what hands parts to others nor what is below that is this zone's (RFC 4035 section 2.2).
    private boolean isSigned(RRset set, NavigableMap<Name, Owner> owners) {
        Owner owner = owners.get(set.getName());
        return owner == null
                || !owner.isBelow()
                        && !(owner.isDelegation()
                                && set.getType() != Type.DS
                                && set.getType() != Type.NSEC);
    }

    private static List<RRset> sets(List<Record> records) {
        NavigableMap<Name, NavigableMap<Integer, RRset>> sets = new TreeMap<>();
        for (Record record : records) {
            sets.computeIfAbsent(record.getName(), _ -> new TreeMap<>())
                    .computeIfAbsent(record.getType(), _ -> new RRset())
                    .addRR(record);
        }
        return sets.values().stream().flatMap(types -> types.values().stream()).toList();
    }
}
