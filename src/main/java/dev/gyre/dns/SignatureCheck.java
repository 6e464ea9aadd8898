package dev.gyre.dns;

import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Record;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Checks signatures, never more than half of the processors at a time.
///
/// Blocks while others check; not for event loops.
final class SignatureCheck {

    private static final Semaphore PLACES =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));

    private final InstantSource clock;
    private final Effort effort;

    SignatureCheck(InstantSource clock, Effort effort) {
        this.clock = clock;
        this.effort = effort;
    }

    /// What signed a set.
    ///
    /// @param ttl how many seconds it may be kept for at most (RFC 4035 section 5.3.3)
    record Passed(RRSIGRecord by, long ttl) {

        /// Whether the records are a wildcard's, made out to the name that was asked for.
        boolean isExpanded(SignedSet set) {
            return by.getLabels() < set.labels();
        }
    }

    /// One signature by one key of the zone is enough.
    Passed check(SignedSet set, Zone.Signed zone) throws UnbelievableException {
        if (set.records().size() > Effort.MOST_RECORDS_OF_A_SET) {
            throw UnbelievableException.bogus(set + " has too many records");
        }
        UnbelievableException last =
                new UnbelievableException(
                        ExtendedErrorCodeOption.RRSIGS_MISSING,
                        set + " is not signed by " + NameText.of(zone.name()));
        Instant now = clock.instant();
        RRset records = set.set();
        int checks = 0;
        for (RRSIGRecord signature : set.signatures()) {
            if (!signature.getSigner().equals(zone.name())) {
                continue;
            }
            if (signature.getLabels() > set.labels()) {
                last = UnbelievableException.bogus(set + " has a signature over a longer name");
                continue;
            }
            if (now.isAfter(signature.getExpire())) {
                last =
                        new UnbelievableException(
                                ExtendedErrorCodeOption.SIGNATURE_EXPIRED,
                                "the signature over " + set + " ended at " + signature.getExpire());
                continue;
            }
            if (now.isBefore(signature.getTimeSigned())) {
                last =
                        new UnbelievableException(
                                ExtendedErrorCodeOption.SIGNATURE_NOT_YET_VALID,
                                "the signature over "
                                        + set
                                        + " begins at "
                                        + signature.getTimeSigned());
                continue;
            }
            boolean known = false;
            for (DNSKEYRecord key : zone.keys()) {
                if (key.getFootprint() != signature.getFootprint()
                        || key.getAlgorithm() != signature.getAlgorithm()) {
                    continue;
                }
                known = true;
                effort.check();
                if (++checks > Effort.MOST_CHECKS_OF_A_SET) {
                    throw UnbelievableException.bogus(
                            set + " has too many signatures, and none that is right");
                }
                if (isRight(records, signature, key, now)) {
                    return new Passed(signature, ttl(set, signature, now));
                }
            }
            last =
                    known
                            ? UnbelievableException.bogus("the signature over " + set + " is wrong")
                            : new UnbelievableException(
                                    ExtendedErrorCodeOption.DNSKEY_MISSING,
                                    set + " is signed by a key that the zone does not have");
        }
        throw last;
    }

    // What is hostile may make a reader of keys and signatures throw what it likes.
    private boolean isRight(RRset records, RRSIGRecord signature, DNSKEYRecord key, Instant now)
            throws UnbelievableException {
        takePlace();
        try {
            DNSSEC.verify(records, signature, key, now);
            return true;
        } catch (DNSSEC.DNSSECException | RuntimeException wrong) {
            return false;
        } finally {
            PLACES.release();
        }
    }

    private void takePlace() throws UnbelievableException {
        try {
            if (PLACES.tryAcquire(effort.left().toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        throw new UnbelievableException(
                ExtendedErrorCodeOption.OTHER, "can't be checked in time: too much else is");
    }

    private static long ttl(SignedSet set, RRSIGRecord signature, Instant now) {
        long ttl =
                Math.min(
                        signature.getOrigTTL(),
                        Duration.between(now, signature.getExpire()).toSeconds());
        for (Record record : set.records()) {
            ttl = Math.min(ttl, ReplyReader.ttl(record));
        }
        return Math.max(0, ttl);
    }
}
