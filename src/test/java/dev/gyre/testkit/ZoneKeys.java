package dev.gyre.testkit;

import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.RRset;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The key of one zone, which signs its other keys too (RFC 4033: a combined signing key), and what an attacker makes to look
/// like it.
final class ZoneKeys {

    /// How long a key may be kept, in seconds.
    static final long TTL = 300;

    private static final int MODULUS_OCTETS = 256;

    private final DNSKEYRecord key;
    private final KeyPair pair;

    private ZoneKeys(DNSKEYRecord key, KeyPair pair) {
        this.key = key;
        this.pair = pair;
    }

    static ZoneKeys of(Name origin, ZoneSigner.Algorithm algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm.keys());
            if (algorithm.size() > 0) {
                generator.initialize(algorithm.size());
            }
            KeyPair pair = generator.generateKeyPair();
            DNSKEYRecord key =
                    new DNSKEYRecord(
                            origin,
                            DClass.IN,
                            TTL,
                            DNSKEYRecord.Flags.ZONE_KEY | DNSKEYRecord.Flags.SEP_KEY,
                            DNSKEYRecord.Protocol.DNSSEC,
                            algorithm.number(),
                            pair.getPublic());
            return new ZoneKeys(key, pair);
        } catch (GeneralSecurityException | DNSSEC.DNSSECException impossible) {
            throw new AssertionError(impossible);
        }
    }

    DNSKEYRecord key() {
        return key;
    }

    DSRecord ds() {
        return new DSRecord(key.getName(), DClass.IN, TTL, DNSSEC.Digest.SHA256, key);
    }

    RRSIGRecord sign(RRset set, Instant from, Instant until) {
        try {
            return DNSSEC.sign(set, key, pair.getPrivate(), from, until);
        } catch (DNSSEC.DNSSECException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /// A signature of this key with one bit turned over.
    static RRSIGRecord broken(RRSIGRecord right) {
        byte[] signature = right.getSignature().clone();
        signature[signature.length / 2] ^= 1;
        return withSignature(right, signature);
    }

    /// Signatures of nobody that claim to be of this key.
    static List<RRSIGRecord> forged(RRSIGRecord right, int count) {
        SecureRandom random = new SecureRandom();
        List<RRSIGRecord> forged = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] signature = new byte[right.getSignature().length];
            random.nextBytes(signature);
            // Less than any modulus: so the work is done to its end.
            signature[0] = 0;
            forged.add(withSignature(right, signature));
        }
        return forged;
    }

    /// RSA keys with the tag of this one: whoever looks for the signer by its tag has to try them all (CVE-2023-50387).
    List<DNSKEYRecord> colliding(int count) {
        SecureRandom random = new SecureRandom();
        List<DNSKEYRecord> keys = new ArrayList<>();
        while (keys.size() < count) {
            byte[] rdata = new byte[4 + MODULUS_OCTETS];
            random.nextBytes(rdata);
            rdata[0] = 3;
            rdata[1] = 1;
            rdata[2] = 0;
            rdata[3] = 1;
            rdata[4] |= (byte) 0x80;
            rdata[rdata.length - 1] |= 1;
            // The tag is a sum of 16-bit words: there is a word in the middle that makes it any.
            for (int word = 0; word < 1 << 16; word++) {
                rdata[100] = (byte) (word >> 8);
                rdata[101] = (byte) word;
                if (tag(rdata) == key.getFootprint()) {
                    keys.add(
                            new DNSKEYRecord(
                                    key.getName(),
                                    DClass.IN,
                                    TTL,
                                    key.getFlags(),
                                    key.getProtocol(),
                                    key.getAlgorithm(),
                                    rdata));
                    break;
                }
            }
        }
        return keys;
    }

    /// RFC 4034 appendix B.
    private int tag(byte[] publicKey) {
        int sum = key.getFlags() + (key.getProtocol() << 8) + key.getAlgorithm();
        for (int i = 0; i < publicKey.length; i++) {
            sum += (publicKey[i] & 0xff) << (i % 2 == 0 ? 8 : 0);
        }
        return sum + (sum >> 16) & 0xffff;
    }

    private static RRSIGRecord withSignature(RRSIGRecord right, byte[] signature) {
        return new RRSIGRecord(
                right.getName(),
                right.getDClass(),
                right.getTTL(),
                right.getTypeCovered(),
                right.getAlgorithm(),
                right.getOrigTTL(),
                right.getExpire(),
                right.getTimeSigned(),
                right.getFootprint(),
                right.getSigner(),
                signature);
    }
}
