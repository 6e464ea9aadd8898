package dev.gyre.testkit;

import org.xbill.DNS.DClass;
import org.xbill.DNS.NSEC3PARAMRecord;
import org.xbill.DNS.NSEC3Record;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.utils.base32;

import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/// How a zone proves that something does not exist.
public sealed interface Denial {

    /// By the name before and the name after it (RFC 4034).
    record Nsec() implements Denial {}

    /// By hashes of names (RFC 5155).
    ///
    /// @param iterations how often more than once is hashed
    /// @param salt in hexadecimal digits; may be empty
    /// @param optOut whether delegations that are not signed are left out
    record Nsec3(int iterations, String salt, boolean optOut) implements Denial {}

    static Denial nsec() {
        return new Nsec();
    }

    /// As RFC 9276 wants it: hashed once, without salt.
    static Denial nsec3() {
        return new Nsec3(0, "", false);
    }

    /// The proofs, not signed.
    default List<Record> records(Name origin, NavigableMap<Name, Owner> owners) {
        NavigableMap<Name, Owner> zone = new TreeMap<>(owners);
        zone.values().removeIf(Owner::isBelow);
        return switch (this) {
            case Nsec _ -> nsec(zone);
            case Nsec3 nsec3 -> new Hashes(origin, nsec3).records(zone);
        };
    }

    private static List<Record> nsec(NavigableMap<Name, Owner> owners) {
        List<Record> records = new ArrayList<>();
        owners.forEach((name, owner) -> {
            Name next = owners.higherKey(name);
            records.add(
                    new NSECRecord(
                            name,
                            DClass.IN,
                            60,
                            next == null ? owners.firstKey() : next,
                            owner.shown(Type.RRSIG, Type.NSEC)));
        });
        return records;
    }

    /// Names by their hashes.
    final class Hashes {

        private static final base32 BASE32 = new base32(base32.Alphabet.BASE32HEX, false, true);

        private final Name origin;
        private final NSEC3PARAMRecord settings;
        private final boolean optOut;

        private Hashes(Name origin, Nsec3 nsec3) {
            byte[] salt = HexFormat.of().parseHex(nsec3.salt());
            this.origin = origin;
            this.optOut = nsec3.optOut();
            this.settings =
                    new NSEC3PARAMRecord(
                            origin,
                            DClass.IN,
                            0,
                            NSEC3Record.SHA1_DIGEST_ID,
                            0,
                            nsec3.iterations(),
                            salt.length == 0 ? null : salt);
        }

        private List<Record> records(NavigableMap<Name, Owner> zone) {
            NavigableMap<String, int[]> hashed = new TreeMap<>();
            zone.forEach((name, owner) -> {
                if (!(optOut && owner.isInsecureDelegation())) {
                    hashed.put(hash(name), shown(owner));
                    // Between the zone and the name there may be names with no records.
                    for (Name above = owner.isApex() ? name : new Name(name, 1);
                            !owner.isApex() && above.labels() > origin.labels();
                            above = new Name(above, 1)) {
                        hashed.putIfAbsent(hash(above), new int[0]);
                    }
                }
            });
            List<Record> records = new ArrayList<>(List.of(settings));
            hashed.forEach((hash, types) -> {
                String next = hashed.higherKey(hash);
                records.add(
                        new NSEC3Record(
                                below(hash),
                                DClass.IN,
                                60,
                                NSEC3Record.SHA1_DIGEST_ID,
                                optOut ? NSEC3Record.Flags.OPT_OUT : 0,
                                settings.getIterations(),
                                settings.getSalt(),
                                BASE32.fromString(next == null ? hashed.firstKey() : next),
                                types));
            });
            return records;
        }

        private static int[] shown(Owner owner) {
            if (owner.isApex()) {
                return owner.shown(Type.RRSIG, Type.NSEC3PARAM);
            }
            return owner.isInsecureDelegation() ? owner.shown() : owner.shown(Type.RRSIG);
        }

        private String hash(Name name) {
            try {
                return BASE32.toString(settings.hashName(name));
            } catch (NoSuchAlgorithmException impossible) {
                throw new AssertionError(impossible);
            }
        }

        private Name below(String hash) {
            try {
                return new Name(hash, origin);
            } catch (TextParseException impossible) {
                throw new AssertionError(impossible);
            }
        }
    }
}
