package dev.gyre.dns;

import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DSRecord;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Set;

/// What can be checked, and may be.
///
/// A zone that is signed by nothing of this is as one that is not signed (RFC 4035 section 5.2). Signatures with SHA-1 are of the
/// past (RFC 9905); a digest of a key with SHA-1 counts when there is no better one (RFC 4509 section 3).
final class Algorithms {

    private static final Set<Integer> SIGNATURES =
            Set.of(
                    DNSSEC.Algorithm.RSASHA256,
                    DNSSEC.Algorithm.RSASHA512,
                    DNSSEC.Algorithm.ECDSAP256SHA256,
                    DNSSEC.Algorithm.ECDSAP384SHA384,
                    DNSSEC.Algorithm.ED25519,
                    DNSSEC.Algorithm.ED448);

    private static final Set<Integer> DIGESTS =
            Set.of(DNSSEC.Digest.SHA1, DNSSEC.Digest.SHA256, DNSSEC.Digest.SHA384);

    private static final int LEAST_RSA_BITS = 1024;
    private static final int MOST_RSA_BITS = 4096;
    private static final int MOST_EXPONENT_OCTETS = 8;

    private Algorithms() {}

    static boolean knows(DSRecord ds) {
        return SIGNATURES.contains(ds.getAlgorithm()) && DIGESTS.contains(ds.getDigestID());
    }

    /// Whether signatures by this key may be checked: it is a key of a zone (RFC 4034 2.1), not withdrawn (RFC 5011 2.1), neither
    /// so small that anybody can find its other half nor so large that its owner can make us work.
    static boolean allows(DNSKEYRecord key) {
        return SIGNATURES.contains(key.getAlgorithm())
                && (key.getFlags() & DNSKEYRecord.Flags.ZONE_KEY) != 0
                && (key.getFlags() & DNSKEYRecord.Flags.REVOKE) == 0
                && key.getProtocol() == DNSKEYRecord.Protocol.DNSSEC
                && (!isRsa(key) || isOfSoundSize(key.getKey()));
    }

    private static boolean isRsa(DNSKEYRecord key) {
        return key.getAlgorithm() == DNSSEC.Algorithm.RSASHA256
                || key.getAlgorithm() == DNSSEC.Algorithm.RSASHA512;
    }

    /// RFC 3110 section 2: the length of the exponent, the exponent, the modulus.
    private static boolean isOfSoundSize(byte[] key) {
        if (key.length < 1 || key[0] == 0) {
            // The exponent is longer than 255 octets.
            return false;
        }
        int exponent = key[0] & 0xff;
        int start = 1 + exponent;
        if (exponent > MOST_EXPONENT_OCTETS
                || start >= key.length
                || key.length - start > MOST_RSA_BITS) {
            return false;
        }
        int bits = new BigInteger(1, Arrays.copyOfRange(key, start, key.length)).bitLength();
        return bits >= LEAST_RSA_BITS && bits <= MOST_RSA_BITS;
    }
}
