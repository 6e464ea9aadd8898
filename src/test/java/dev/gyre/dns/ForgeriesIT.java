package dev.gyre.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;
import dev.gyre.testkit.Denial;
import dev.gyre.testkit.Loopback;
import dev.gyre.testkit.SignedTree;
import dev.gyre.testkit.SignedZone;
import dev.gyre.testkit.TestPeers;
import dev.gyre.testkit.Unbound;
import dev.gyre.testkit.UnboundSettings;
import dev.gyre.testkit.ZoneSigner;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.Promise;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import java.net.InetAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Answers that somebody on the way has changed, so that they look as if they need not be signed; and zones that want us to work.
final class ForgeriesIT {

    private static final SignedTree TREE = SignedTree.make();
    private static final Timing TIMING =
            new Timing(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(10));
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final ServerStates STATES = new ServerStates(System::nanoTime);
    private static final UnaryOperator<Message> AS_IT_IS = UnaryOperator.identity();

    private static EventLoopGroup loops;
    private static Unbound unbound;

    private Function<Question, Optional<FailureException>> outage = _ -> Optional.empty();
    private UnaryOperator<Message> others = AS_IT_IS;
    private InstantSource clock = InstantSource.system();

    @BeforeAll
    static void start() {
        unbound =
                Unbound.start(
                        UnboundSettings.at(Loopback.V4, TestPeers.freePort()).zones(TREE.zones()));
        loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    }

    @AfterAll
    static void stop() {
        if (unbound != null) {
            unbound.close();
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        }
    }

    @Test
    void signaturesOfAZoneThatIsNotAboveTheNameCountForNothing() {
        Outcome outcome =
                lookUp(
                        "www.good.test.",
                        right -> {
                            Message forged = answer(right);
                            Name name = right.getQuestion().getName();
                            forged.addRecord(a(name), Section.ANSWER);
                            forged.addRecord(signature(name, "unsigned.test."), Section.ANSWER);
                            return forged;
                        });
        assertThat(outcome.bogus()).contains("www.good.test A is not signed, but good.test is");
    }

    @Test
    void whatIsBehindAnAliasThatIsNotSignedMustStillBeRight() {
        Outcome outcome =
                lookUp(
                        "www.unsigned.test.",
                        right -> {
                            if (right.getQuestion().getName().equals(name("www.unsigned.test."))) {
                                Message forged = answer(right);
                                forged.addRecord(
                                        new CNAMERecord(
                                                name("www.unsigned.test."),
                                                DClass.IN,
                                                60,
                                                name("www.good.test.")),
                                        Section.ANSWER);
                                forged.addRecord(a(name("www.good.test.")), Section.ANSWER);
                                return forged;
                            }
                            return right;
                        });
        assertThat(outcome.bogus()).contains("www.good.test A is not signed");
    }

    @Test
    void anotherZoneCannotDenyAName() {
        Outcome outcome =
                lookUp(
                        "www.good.test.",
                        right -> {
                            Message forged = answer(right);
                            forged.getHeader().setRcode(Rcode.NXDOMAIN);
                            Name zone = name("unsigned.test.");
                            forged.addRecord(
                                    new SOARecord(zone, DClass.IN, 60, zone, zone, 1, 1, 1, 1, 60),
                                    Section.AUTHORITY);
                            return forged;
                        });
        assertThat(outcome.bogus()).contains("is not signed, but good.test is");
    }

    @Test
    void anEmptyDenialOfASignedNameIsBogus() {
        for (int rcode : new int[] {Rcode.NOERROR, Rcode.NXDOMAIN}) {
            Outcome outcome =
                    lookUp(
                            "www.nsec3.test.",
                            right -> {
                                Message forged = answer(right);
                                forged.getHeader().setRcode(rcode);
                                return forged;
                            });
            assertThat(outcome.bogus()).contains("is not signed, but nsec3.test is");
        }
    }

    @Test
    void aDenialOfOneNameIsNoneOfAnother() {
        for (String zone : List.of("good.test.", "nsec3.test.")) {
            Message other = lookUp("none." + zone, AS_IT_IS).last();
            Outcome outcome =
                    lookUp(
                            "www." + zone,
                            right -> {
                                Message forged = answer(right);
                                forged.getHeader().setRcode(Rcode.NXDOMAIN);
                                other.getSection(Section.AUTHORITY)
                                        .forEach(record ->
                                                forged.addRecord(record, Section.AUTHORITY));
                                return forged;
                            });
            assertThat(outcome.bogus()).as(zone).contains("nothing shows that");
        }
    }

    @Test
    void aWildcardIsNotTakenForANameThatExists() {
        for (Denial denial : List.of(new Denial.Nsec(), Denial.nsec3())) {
            SignedZone zone =
                    ZoneSigner.of("wild.")
                            .with("* IN A 192.0.2.2", "www IN A 192.0.2.1")
                            .denial(denial)
                            .sign();
            SignedZone root = ZoneSigner.of(".").delegate(zone).sign();
            try (Unbound other = serving(root, zone)) {
                Outcome right = lookUp(other, root.anchors(), "x.wild.");
                assertThat(right.finding().getNow().secure()).isTrue();
                UnaryOperator<Message> forge =
                        message -> {
                            Message forged = denied(message, right.last());
                            for (Record record : right.last().getSection(Section.ANSWER)) {
                                forged.addRecord(
                                        renamed(record, name("www.wild.")), Section.ANSWER);
                            }
                            return forged;
                        };
                assertThat(lookUp(other, root.anchors(), "www.wild.", forge).bogus())
                        .contains("nothing nearer");
            }
        }
    }

    @Test
    void keysThatCantBeFetchedMakeNothingInsecure() {
        outage =
                question ->
                        question.type() == Type.DS
                                ? Optional.of(new FailureException(Failure.DNS_TIMEOUT, "cut off"))
                                : Optional.empty();
        Outcome outcome =
                lookUp(
                        "www.good.test.",
                        right -> {
                            Message forged = answer(right);
                            forged.addRecord(a(right.getQuestion().getName()), Section.ANSWER);
                            return forged;
                        });
        assertThat(outcome.finding().cause())
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failed -> assertThat(failed.failure()).isEqualTo(Failure.DNS_TIMEOUT));
    }

    @Test
    void whatServersSayOfHavingCheckedCountsForNothing() {
        Outcome outcome =
                lookUp(
                        "www.unsigned.test.",
                        right -> {
                            right.getHeader().setFlag(Flags.AD);
                            return right;
                        });
        assertThat(outcome.finding().isSuccess()).isTrue();
        assertThat(outcome.finding().getNow().secure()).isFalse();
        assertThat(lookUp("www.good.test.", AS_IT_IS).finding().getNow().secure()).isTrue();
    }

    @Test
    void signaturesBeginAndEndByTheClock() {
        clock = InstantSource.fixed(Instant.now().plus(Duration.ofDays(30)));
        assertThat(lookUp("www.good.test.", AS_IT_IS).bogus()).contains("ended at");
        clock = InstantSource.fixed(Instant.now().minus(Duration.ofDays(30)));
        assertThat(lookUp("www.good.test.", AS_IT_IS).bogus()).contains("begins at");
    }

    @Test
    void anAnswerIsKeptNoLongerThanItsSignatureHolds() {
        clock =
                InstantSource.fixed(
                        Instant.now().plus(Duration.ofDays(10)).minus(Duration.ofSeconds(250)));
        assertThat(lookUp("www.good.test.", AS_IT_IS).finding().getNow().ttl()).isBetween(1L, 299L);
    }

    @Test
    void keysOfOneTagMakeLittleWork() {
        Outcome outcome = lookUp("www.colliding.test.", AS_IT_IS);
        assertThat(outcome.bogus()).contains("too many signatures");
        // The root's keys, the DS and the keys of test, the DS and the keys of the zone; then 31
        // keys and 30 signatures of one tag.
        assertThat(outcome.effort().checks())
                .isLessThanOrEqualTo(5 + 1 + Effort.MOST_CHECKS_OF_A_SET);
    }

    @Test
    void manyHashesAreNotMade() {
        Outcome outcome = lookUp("none.deep3.test.", AS_IT_IS);
        assertThat(outcome.finding().isSuccess()).isTrue();
        assertThat(outcome.finding().getNow().secure()).isFalse();
        assertThat(outcome.effort().rounds()).isZero();
    }

    @Test
    void whatIsSignedByNothingThatCanBeCheckedIsAsNotSigned() {
        SignedZone plain = unsigned("odd.");
        SignedZone odd =
                new SignedZone(
                        plain.origin(),
                        plain.records(),
                        List.of(
                                new DSRecord(
                                        plain.origin(), DClass.IN, 300, 1, 253, 2, new byte[32])));
        SignedZone root = ZoneSigner.of(".").delegate(odd).sign();
        try (Unbound other = serving(root, odd)) {
            Outcome outcome = lookUp(other, root.anchors(), "www.odd.");
            assertThat(outcome.finding().isSuccess()).isTrue();
            assertThat(outcome.finding().getNow().secure()).isFalse();
        }
    }

    @Test
    void oneOddDigestMakesNothingInsecure() {
        SignedZone zone = ZoneSigner.of("odd.").with("www IN A 192.0.2.1").sign();
        List<DSRecord> digests = new ArrayList<>(zone.ds());
        digests.addFirst(new DSRecord(zone.origin(), DClass.IN, 300, 1, 253, 2, new byte[32]));
        SignedZone odd = new SignedZone(zone.origin(), zone.records(), digests);
        SignedZone root = ZoneSigner.of(".").delegate(odd).sign();
        try (Unbound other = serving(root, odd)) {
            assertThat(lookUp(other, root.anchors(), "www.odd.").finding().getNow().secure())
                    .isTrue();
            assertThat(lookUp(other, root.anchors(), "www.odd.", ForgeriesIT::stripped).bogus())
                    .contains("www.odd A is not signed, but odd is");
        }
    }

    @Test
    void aServerThatTakesSignaturesAwayIsNotBelieved() {
        for (String name : List.of("www.good.test.", "www.nsec3.test.", "www.unsigned.test.")) {
            others = ForgeriesIT::stripped;
            assertThat(lookUp(name, ForgeriesIT::stripped).bogus())
                    .as(name)
                    .contains(". DNSKEY is not signed");
            // The root's keys as they are, but nothing below.
            others = message -> isOf(message, Type.DNSKEY) ? message : stripped(message);
            assertThat(lookUp(name, ForgeriesIT::stripped).bogus())
                    .as(name)
                    .contains("test DS is not signed");
            // No digests, and nothing that says why.
            others =
                    message ->
                            isOf(message, Type.DS) && message.getQuestion().getName().labels() > 2
                                    ? answer(message)
                                    : message;
            assertThat(lookUp(name, ForgeriesIT::stripped).bogus())
                    .as(name)
                    .contains("test does not prove that");
        }
    }

    @Test
    void aZoneCannotSayItselfThatItIsNotSigned() {
        for (String zone : List.of("good.test.", "nsec3.test.")) {
            Message own = lookUp(zone, AS_IT_IS).last();
            assertThat(own.getSection(Section.AUTHORITY)).isNotEmpty();
            others = message -> isOf(message, Type.DS, zone) ? denied(message, own) : message;
            assertThat(lookUp("www." + zone, ForgeriesIT::stripped).bogus())
                    .contains("test does not prove that " + zone.replaceAll("[.]$", ""));
        }
    }

    @Test
    void aDenialOfAnotherNameDoesNotMakeAZoneUnsigned() {
        Message other = lookUp("none.test.", AS_IT_IS).last();
        others = message -> isOf(message, Type.DS, "good.test.") ? denied(message, other) : message;
        assertThat(lookUp("www.good.test.", ForgeriesIT::stripped).bogus())
                .contains("test does not prove that good.test");
    }

    @Test
    void onlyWhatIsNotThereIsLeftOutByOptOut() {
        Message other = lookUp("none.optout.test.", AS_IT_IS).last();
        others =
                message ->
                        isOf(message, Type.DS, "www.optout.test.")
                                ? denied(message, other)
                                : message;
        assertThat(lookUp("www.optout.test.", ForgeriesIT::stripped).bogus())
                .contains("optout.test does not prove that www.optout.test");
    }

    private static boolean isOf(Message message, int type) {
        return message.getQuestion().getType() == type;
    }

    private static boolean isOf(Message message, int type, String name) {
        return isOf(message, type) && message.getQuestion().getName().equals(name(name));
    }

    /// Without anything that only those have who sign.
    private static Message stripped(Message right) {
        Message forged = answer(right);
        for (int section : new int[] {Section.ANSWER, Section.AUTHORITY}) {
            for (Record record : right.getSection(section)) {
                switch (record.getType()) {
                    case Type.RRSIG, Type.NSEC, Type.NSEC3 -> {}
                    default -> forged.addRecord(record, section);
                }
            }
        }
        return forged;
    }

    private static Message denied(Message right, Message by) {
        Message forged = answer(right);
        by.getSection(Section.AUTHORITY)
                .forEach(record -> forged.addRecord(record, Section.AUTHORITY));
        return forged;
    }

    private record Outcome(Future<Finding> finding, Message last, Effort effort) {

        private String bogus() {
            assertThat(finding.cause()).isInstanceOf(BogusException.class);
            return finding.cause().getMessage();
        }
    }

    private Outcome lookUp(String name, UnaryOperator<Message> change) {
        return lookUp(unbound, TREE.anchors(), name, change);
    }

    private Outcome lookUp(Unbound server, List<String> anchors, String name) {
        return lookUp(server, anchors, name, AS_IT_IS);
    }

    /// Changes the answers to the question itself; those that hold keys are left to [#others].
    private Outcome lookUp(
            Unbound server, List<String> anchors, String name, UnaryOperator<Message> change) {
        EventLoop loop = loops.next();
        Lines lines =
                new Lines(
                        new ServerTls(TestTrust.PLATFORM, List.of()),
                        RANDOM,
                        Lines.IDLE,
                        TIMING.opening(),
                        16);
        Visit visit =
                new Visit(
                        new Route.Unbound(),
                        loop,
                        List.of(new NameServer.Stream(server.address())),
                        lines,
                        true,
                        SpecialNames.Audience.OURS,
                        _ -> {});
        long deadline = System.nanoTime() + TIMING.overall().toNanos();
        Message[] last = new Message[1];
        Function<Question, Future<Message>> source =
                question -> {
                    Promise<Message> changed = loop.newPromise();
                    Asking.start(
                                    question,
                                    visit,
                                    visit.servers(),
                                    1,
                                    TIMING,
                                    RANDOM,
                                    STATES,
                                    deadline)
                            .addListener(
                                    (FutureListener<Asking.Got>)
                                            done -> {
                                                Optional<FailureException> failure =
                                                        outage.apply(question);
                                                if (!done.isSuccess()) {
                                                    changed.setFailure(done.cause());
                                                } else if (failure.isPresent()) {
                                                    changed.setFailure(failure.get());
                                                } else if (question.type() == Type.A) {
                                                    last[0] = change.apply(done.getNow().message());
                                                    changed.setSuccess(last[0]);
                                                } else {
                                                    changed.setSuccess(
                                                            others.apply(done.getNow().message()));
                                                }
                                            });
                    return changed;
                };
        Validation validation =
                new Validation(
                        visit,
                        new Validation.Rules(
                                TrustAnchors.of(
                                        Optional.of(
                                                new DnsSettings.Anchors(
                                                        Path.of("root.key"), anchors))),
                                false,
                                clock),
                        new KnownZones(Keeping.STANDARD, System::nanoTime),
                        source,
                        _ -> false,
                        deadline);
        Promise<Finding> finding = loop.newPromise();
        loop.execute(() ->
                Lookup.start(
                                new Question(name(name), Type.A),
                                validation::ask,
                                SpecialNames.Audience.OURS,
                                loop)
                        .addListener(
                                (FutureListener<Finding>)
                                        done -> {
                                            lines.close();
                                            if (done.isSuccess()) {
                                                finding.setSuccess(done.getNow());
                                            } else {
                                                finding.setFailure(done.cause());
                                            }
                                        }));
        assertThat(finding.awaitUninterruptibly(60, TimeUnit.SECONDS)).as(name).isTrue();
        return new Outcome(finding, last[0], validation.effort());
    }

    private static SignedZone unsigned(String origin) {
        return ZoneSigner.of(origin)
                .with("www IN A 192.0.2.1")
                .flaw(ZoneSigner.Flaw.UNSIGNED)
                .sign();
    }

    private static Unbound serving(SignedZone... zones) {
        return Unbound.start(
                UnboundSettings.at(Loopback.V4, TestPeers.freePort()).zones(List.of(zones)));
    }

    /// With the question, and nothing in answer to it.
    private static Message answer(Message right) {
        Message forged = new Message(right.getHeader().getID());
        forged.getHeader().setFlag(Flags.QR);
        forged.getHeader().setFlag(Flags.RA);
        forged.addRecord(right.getQuestion(), Section.QUESTION);
        return forged;
    }

    private static Record a(Name name) {
        return new ARecord(name, DClass.IN, 60, InetAddress.ofLiteral("192.0.2.66"));
    }

    private static Record renamed(Record record, Name name) {
        if (record instanceof RRSIGRecord right) {
            // As it is: the constructor would count the name's labels anew.
            return Record.newRecord(
                    name,
                    Type.RRSIG,
                    right.getDClass(),
                    right.getTTL(),
                    right.rdataToWireCanonical());
        }
        return new ARecord(name, DClass.IN, record.getTTL(), ((ARecord) record).getAddress());
    }

    private static Record signature(Name name, String signer) {
        return new RRSIGRecord(
                name,
                DClass.IN,
                60,
                Type.A,
                13,
                60,
                Instant.now().plus(Duration.ofDays(1)),
                Instant.now().minus(Duration.ofDays(1)),
                1234,
                name(signer),
                new byte[64]);
    }

    private static Name name(String text) {
        return Name.fromConstantString(text);
    }
}
