package dev.gyre.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.net.Addresses;
import dev.gyre.net.Failure;
import dev.gyre.net.FailureException;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.CookieOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.HTTPSRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SVCBBase;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/// What a client is answered, octet for octet.
final class NameServiceTest {

    private static final EventLoop LOOP = new DefaultEventLoop();
    private static final Route ROUTE = new Route.Unbound();
    private static final int ID = 0x1234;

    private final List<Name> asked = new ArrayList<>();

    private static Name name(String text) {
        try {
            return Name.fromString(text);
        } catch (TextParseException notAName) {
            throw new IllegalArgumentException(notAName);
        }
    }

    private static InetAddress address(String literal) {
        return Addresses.parse(literal).orElseThrow();
    }

    private static Record a(String name, long ttl, String literal) {
        return new ARecord(name(name), DClass.IN, ttl, address(literal));
    }

    private static Record soa(long ttl) {
        Name zone = name("example.");
        return new SOARecord(zone, DClass.IN, ttl, zone, zone, 1, 2, 3, 4, 5);
    }

    private static Finding found(long ttl, Record... records) {
        return new Finding(Rcode.NOERROR, List.of(records), List.of(), false, ttl);
    }

    private NameService service(Finding finding) {
        return new NameService(
                (name, _, _, loop) -> {
                    asked.add(name);
                    return loop.newSucceededFuture(finding);
                },
                (_, address) -> !address.isSiteLocalAddress() && !address.isLoopbackAddress());
    }

    private static Message query(String name, int type) {
        Message query = new Message(ID);
        query.getHeader().setFlag(Flags.RD);
        query.addRecord(Record.newRecord(name(name), type, DClass.IN), Section.QUESTION);
        return query;
    }

    private static Message extended(String name, int type, int size, int flags) {
        Message query = query(name, type);
        query.addRecord(new OPTRecord(size, 0, 0, flags), Section.ADDITIONAL);
        return query;
    }

    private static byte[] octets(NameService service, byte[] query, boolean datagram)
            throws Exception {
        return switch (service.receive(query, datagram)) {
            case Received.Nothing() -> throw new AssertionError("not answered");
            case Received.Answered(byte[] reply, _) -> reply;
            case Received.Known(_, byte[] reply) -> reply;
            case Received.Asked(ClientQuery asked) -> {
                Future<byte[]> reply =
                        LOOP.submit(() -> service.answer(asked, ROUTE, AddressRule.ANY, LOOP))
                                .get(10, TimeUnit.SECONDS);
                try {
                    yield reply.get(10, TimeUnit.SECONDS);
                } catch (ExecutionException failed) {
                    yield service.failure(asked, failed.getCause());
                }
            }
        };
    }

    private static Message reply(NameService service, Message query) throws Exception {
        return new Message(octets(service, query.toWire(), false));
    }

    /// To a question that is answered without asking anybody.
    private Message atOnce(Message query) throws Exception {
        Message reply = reply(service(found(60)), query);
        assertThat(asked).isEmpty();
        return reply;
    }

    private static List<Integer> errors(Message reply) {
        OPTRecord options = reply.getOPT();
        return options == null
                ? List.of()
                : options.getOptions().stream()
                        .map(option -> ((ExtendedErrorCodeOption) option).getErrorCode())
                        .toList();
    }

    @AfterAll
    static void end() {
        LOOP.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    @Test
    void answersWithWhatWasFound() throws Exception {
        Message reply =
                reply(
                        service(
                                found(
                                        60,
                                        new CNAMERecord(
                                                name("a.example."),
                                                DClass.IN,
                                                60,
                                                name("b.example.")),
                                        a("b.example.", 60, "198.41.0.4"))),
                        query("a.example.", Type.A));
        assertThat(reply.getHeader().getID()).isEqualTo(ID);
        assertThat(reply.getHeader().printFlags().strip()).isEqualTo("qr rd ra");
        assertThat(reply.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(reply.getQuestion().getName()).isEqualTo(name("a.example."));
        assertThat(reply.getSection(Section.ANSWER)).hasSize(2);
        assertThat(reply.getOPT()).isNull();
    }

    /// What is told to others must not have the case, which a client may have made hard to guess; what is told to it must.
    @Test
    void keepsTheCaseOfTheQuestionToItself() throws Exception {
        byte[] query = query("wWw.eXAMPLE.", Type.A).toWire();
        byte[] reply = octets(service(found(60, a("www.example.", 60, "198.41.0.4"))), query, true);
        assertThat(asked.getFirst().toString()).isEqualTo("www.example.");
        assertThat(new String(reply, StandardCharsets.ISO_8859_1))
                .contains("\3wWw\7eXAMPLE\0")
                .doesNotContain("www");
    }

    @Test
    void tellsWhatIsLeftOfTheTimeToLive() throws Exception {
        Finding old = found(17, a("a.example.", 300, "198.41.0.4"), a("a.example.", 5, "9.9.9.9"));
        assertThat(reply(service(old), query("a.example.", Type.A)).getSection(Section.ANSWER))
                .extracting(Record::getTTL)
                .containsExactly(17L, 5L);
    }

    @ParameterizedTest
    @ValueSource(ints = {Rcode.NXDOMAIN, Rcode.NOERROR})
    void tellsForHowLongThereIsNothing(int rcode) throws Exception {
        Finding nothing = new Finding(rcode, List.of(), List.of(soa(300)), false, 40);
        Message reply = reply(service(nothing), query("a.example.", Type.A));
        assertThat(reply.getRcode()).isEqualTo(rcode);
        assertThat(reply.getSection(Section.ANSWER)).isEmpty();
        assertThat(reply.getSection(Section.AUTHORITY))
                .singleElement()
                .satisfies(record -> {
                    assertThat(record.getType()).isEqualTo(Type.SOA);
                    assertThat(record.getTTL()).isEqualTo(40);
                    assertThat(record.rdataToString()).isEqualTo(soa(1).rdataToString());
                });
    }

    @ParameterizedTest
    @CsvSource({
        "DNS_TIMEOUT, SERVFAIL, 22",
        "DNS_ERROR, SERVFAIL, 22",
        "HOP_UNREACHABLE, SERVFAIL, 23",
        "SOURCE_UNAVAILABLE, SERVFAIL, 23",
        "NO_EGRESS, SERVFAIL, 14",
        "ALL_OUT, SERVFAIL, 14",
        "OVERLOADED, SERVFAIL, 14",
        "INTERNAL, SERVFAIL, 0",
        "TARGET_PROHIBITED, REFUSED, 15",
    })
    void saysWhyThereIsNoAnswer(Failure failure, String rcode, int error) throws Exception {
        NameService service = failing(new FailureException(failure, "by 192.0.2.1"));
        Message reply = reply(service, extended("a.example.", Type.A, 1232, 0));
        assertThat(Rcode.string(reply.getRcode())).isEqualTo(rcode);
        assertThat(errors(reply)).containsExactly(error);
        assertThat(reply.toString()).doesNotContain("192.0.2.1");
        assertThat(reply(service, query("a.example.", Type.A)).getOPT())
                .as("to one who does not speak EDNS")
                .isNull();
    }

    @Test
    void saysThatAnAnswerWasForged() throws Exception {
        Message reply =
                reply(failing(new BogusException("x")), extended("a.example.", Type.A, 1232, 0));
        assertThat(reply.getRcode()).isEqualTo(Rcode.SERVFAIL);
        assertThat(errors(reply)).containsExactly(ExtendedErrorCodeOption.DNSSEC_BOGUS);
    }

    private static NameService failing(FailureException failure) {
        return new NameService((_, _, _, loop) -> loop.newFailedFuture(failure), (_, _) -> true);
    }

    @ParameterizedTest
    @CsvSource({
        // size that the client allows, or 0 for no EDNS; addresses; whether it is cut
        "0, 20, false",
        "0, 40, true",
        "100, 20, false",
        "100, 40, true",
        "1232, 60, false",
        "1232, 80, true",
        "4096, 80, true",
        "65535, 80, true",
    })
    void cutsWhatIsTooLargeForADatagram(int size, int addresses, boolean cut) throws Exception {
        List<Record> records = new ArrayList<>();
        for (int i = 0; i < addresses; i++) {
            records.add(a("a.example.", 60, "198.41.0." + i));
        }
        NameService service = service(found(60, records.toArray(Record[]::new)));
        Message query =
                size == 0 ? query("a.example.", Type.A) : extended("a.example.", Type.A, size, 0);
        byte[] octets = octets(service, query.toWire(), true);
        Message reply = new Message(octets);
        assertThat(octets.length).isLessThanOrEqualTo(Math.clamp(size, 512, 1232));
        assertThat(reply.getHeader().getFlag(Flags.TC)).isEqualTo(cut);
        assertThat(reply.getSection(Section.ANSWER)).hasSize(cut ? 0 : addresses);
        assertThat(reply(service, query).getSection(Section.ANSWER))
                .as("over a stream")
                .hasSize(addresses);
    }

    @Test
    void noStreamCarriesMoreThanItsLengthCanTell() throws Exception {
        List<Record> records = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            records.add(
                    new TXTRecord(
                            name("a.example."),
                            DClass.IN,
                            60,
                            Integer.toString(i).repeat(80).substring(0, 80) + "x".repeat(150)));
        }
        Message reply =
                reply(
                        service(found(60, records.toArray(Record[]::new))),
                        query("a.example.", Type.TXT));
        assertThat(reply.getHeader().getFlag(Flags.TC)).isTrue();
        assertThat(reply.getSection(Section.ANSWER)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        // validated, AD asked, DO asked, whether AD is set
        "true, false, false, false",
        "true, true, false, true",
        "true, false, true, true",
        "false, true, true, false",
    })
    void saysThatItWasValidatedToWhoAsks(boolean secure, boolean ad, boolean dnssecOk, boolean said)
            throws Exception {
        Finding finding =
                new Finding(
                        Rcode.NOERROR,
                        List.of(a("a.example.", 60, "198.41.0.4")),
                        List.of(),
                        secure,
                        60);
        Message query = extended("a.example.", Type.A, 1232, dnssecOk ? ExtendedFlags.DO : 0);
        if (ad) {
            query.getHeader().setFlag(Flags.AD);
        }
        query.getHeader().setFlag(Flags.CD);
        Message reply = reply(service(finding), query);
        assertThat(reply.getHeader().getFlag(Flags.AD)).isEqualTo(said);
        assertThat(reply.getHeader().getFlag(Flags.CD)).isTrue();
        assertThat(reply.getOPT().getFlags()).as("no signatures come along").isZero();
    }

    @Test
    void takesOutIpv4AddressesInDisguise() throws Exception {
        byte[] mapped = new byte[16];
        mapped[10] = mapped[11] = (byte) 0xff;
        System.arraycopy(address("198.41.0.4").getAddress(), 0, mapped, 12, 4);
        Finding mixed =
                new Finding(
                        Rcode.NOERROR,
                        List.of(
                                new AAAARecord(name("a.example."), DClass.IN, 60, mapped),
                                new AAAARecord(
                                        name("a.example."),
                                        DClass.IN,
                                        60,
                                        address("2001:503:ba3e::2:30"))),
                        List.of(),
                        true,
                        60);
        Message query = extended("a.example.", Type.AAAA, 1232, ExtendedFlags.DO);
        Message reply = reply(service(mixed), query);
        assertThat(reply.getSection(Section.ANSWER)).hasSize(1);
        assertThat(reply.getHeader().getFlag(Flags.AD)).isFalse();
    }

    @Test
    void takesOutAddressesThatAreNotAllowed() throws Exception {
        Finding mixed =
                new Finding(
                        Rcode.NOERROR,
                        List.of(
                                a("a.example.", 60, "10.0.0.1"),
                                a("a.example.", 60, "198.41.0.4"),
                                new AAAARecord(name("a.example."), DClass.IN, 60, address("::1"))),
                        List.of(),
                        true,
                        60);
        Message query = extended("a.example.", Type.A, 1232, ExtendedFlags.DO);
        Message reply = reply(service(mixed), query);
        assertThat(reply.getSection(Section.ANSWER))
                .extracting(Record::rdataToString)
                .containsExactly("198.41.0.4");
        assertThat(errors(reply)).containsExactly(ExtendedErrorCodeOption.BLOCKED);
        assertThat(reply.getHeader().getFlag(Flags.AD)).isFalse();
    }

    @Test
    void takesOutHintsThatAreNotAllowed() throws Exception {
        HTTPSRecord open = https("198.41.0.4");
        HTTPSRecord hidden = https("198.41.0.4", "10.0.0.1");
        assertThat(
                        reply(service(found(60, open)), query("a.example.", Type.HTTPS))
                                .getSection(Section.ANSWER))
                .containsExactly(open);
        assertThat(
                        reply(service(found(60, hidden)), query("a.example.", Type.HTTPS))
                                .getSection(Section.ANSWER))
                .extracting(Record::rdataToString)
                .containsExactly("1 a.example. alpn=h2");
    }

    private static HTTPSRecord https(String... hints) throws IOException {
        SVCBBase.ParameterAlpn alpn = new SVCBBase.ParameterAlpn();
        alpn.fromString("h2");
        SVCBBase.ParameterIpv4Hint addresses = new SVCBBase.ParameterIpv4Hint();
        addresses.fromString(String.join(",", hints));
        return new HTTPSRecord(
                name("a.example."), DClass.IN, 60, 1, name("a.example."), List.of(alpn, addresses));
    }

    @ParameterizedTest
    @CsvSource({
        "AXFR, REFUSED",
        "IXFR, REFUSED",
        "RRSIG, REFUSED",
        "MAILB, NOTIMP",
        "TKEY, NOTIMP",
        "TSIG, NOTIMP",
        "OPT, FORMERR",
    })
    void doesNotAskForWhatIsNoRecord(String type, String rcode) throws Exception {
        Message reply = atOnce(extended("a.example.", Type.value(type), 1232, 0));
        assertThat(Rcode.string(reply.getRcode())).isEqualTo(rcode);
        assertThat(reply.getSection(Section.ANSWER)).isEmpty();
        assertThat(reply.getQuestion().getType()).isEqualTo(Type.value(type));
    }

    @Test
    void allRecordsAreOneThatSaysSo() throws Exception {
        Message reply = atOnce(query("a.example.", Type.ANY));
        assertThat(reply.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(reply.getSection(Section.ANSWER))
                .singleElement()
                .satisfies(
                        record -> assertThat(record.rdataToString()).isEqualTo("\"RFC8482\" \"\""));
    }

    @Test
    void tellsNobodyWhatItIs() throws Exception {
        Message query = new Message(ID);
        query.getHeader().setFlag(Flags.RD);
        query.addRecord(
                Record.newRecord(name("version.bind."), Type.TXT, DClass.CH), Section.QUESTION);
        assertThat(atOnce(query).getRcode()).isEqualTo(Rcode.REFUSED);
    }

    /// Whether somebody asked for a name before is nobody's business.
    @Test
    void doesNotOnlyLookWhetherItKnows() throws Exception {
        Message query = query("a.example.", Type.A);
        query.getHeader().unsetFlag(Flags.RD);
        Message reply = atOnce(query);
        assertThat(reply.getRcode()).isEqualTo(Rcode.REFUSED);
        assertThat(reply.getHeader().getFlag(Flags.RD)).isFalse();
    }

    @Test
    void knowsOneVersionOfEdns() throws Exception {
        Message query = query("a.example.", Type.A);
        query.addRecord(new OPTRecord(1232, 0, 1), Section.ADDITIONAL);
        Message reply = atOnce(query);
        assertThat(reply.getRcode()).isEqualTo(Rcode.BADVERS);
        assertThat(reply.getOPT().getVersion()).isZero();
    }

    @Test
    void neitherSubnetNorCookieComesBack() throws Exception {
        Message query = query("a.example.", Type.A);
        query.addRecord(
                new OPTRecord(
                        1232,
                        0,
                        0,
                        0,
                        new ClientSubnetOption(24, address("192.0.2.0")),
                        new CookieOption(new byte[8])),
                Section.ADDITIONAL);
        Message reply = reply(service(found(60, a("a.example.", 60, "198.41.0.4"))), query);
        assertThat(reply.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(reply.getOPT().getPayloadSize()).isEqualTo(1232);
        assertThat(reply.getOPT().getOptions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {Opcode.IQUERY, Opcode.STATUS, 3, Opcode.NOTIFY, Opcode.UPDATE, 6, 15})
    void doesNothingButAnswerQuestions(int opcode) throws Exception {
        Message query = query("a.example.", Type.A);
        query.getHeader().setOpcode(opcode);
        byte[] octets = octets(service(found(60)), query.toWire(), true);
        assertThat(octets).hasSize(12);
        Message reply = new Message(octets);
        assertThat(reply.getHeader().getID()).isEqualTo(ID);
        assertThat(reply.getHeader().getOpcode()).isEqualTo(opcode);
        assertThat(reply.getRcode()).isEqualTo(Rcode.NOTIMP);
    }

    @Test
    void refusesWhatNoQueryHas() throws Exception {
        Message two = query("a.example.", Type.A);
        two.addRecord(Record.newRecord(name("b.example."), Type.A, DClass.IN), Section.QUESTION);
        assertThat(atOnce(two).getRcode()).isEqualTo(Rcode.FORMERR);

        Message none = new Message(ID);
        assertThat(atOnce(none).getRcode()).isEqualTo(Rcode.FORMERR);

        Message answered = query("a.example.", Type.A);
        answered.addRecord(a("a.example.", 60, "198.41.0.4"), Section.ANSWER);
        assertThat(atOnce(answered).getRcode()).isEqualTo(Rcode.FORMERR);

        Message authority = query("a.example.", Type.A);
        authority.addRecord(soa(60), Section.AUTHORITY);
        assertThat(atOnce(authority).getRcode()).isEqualTo(Rcode.FORMERR);

        Message options = extended("a.example.", Type.A, 1232, 0);
        options.addRecord(new OPTRecord(512, 0, 0), Section.ADDITIONAL);
        assertThat(atOnce(options).getRcode()).isEqualTo(Rcode.FORMERR);
    }

    @Test
    void doesNotAnswerAnswers() {
        Message reply = query("a.example.", Type.A);
        reply.getHeader().setFlag(Flags.QR);
        assertThat(service(found(60)).receive(reply.toWire(), true))
                .isInstanceOf(Received.Nothing.class);
        assertThat(service(found(60)).receive(new byte[11], true))
                .isInstanceOf(Received.Nothing.class);
    }

    /// Whatever comes in: nothing is thrown, no answer is answered, and what goes out is an answer that is not large.
    @Test
    void survivesWhateverComes() throws Exception {
        NameService service = service(found(60, a("a.example.", 60, "198.41.0.4")));
        Random random = new Random(20_261_125);
        Message whole = extended("wWw.a-name.example.", Type.AAAA, 4096, ExtendedFlags.DO);
        byte[] good = whole.toWire();
        for (int i = 0; i < 50_000; i++) {
            byte[] octets = mangled(good, random);
            boolean answer = octets.length < 12 || (octets[2] & 0x80) != 0;
            if (service.receive(octets, true) instanceof Received.Nothing) {
                assertThat(answer).isTrue();
                continue;
            }
            assertThat(answer).isFalse();
            byte[] reply = octets(service, octets, true);
            assertThat(reply.length).isBetween(12, 1232);
            assertThat(reply[0]).isEqualTo(octets[0]);
            assertThat(reply[1]).isEqualTo(octets[1]);
            assertThat(reply[2] & 0x80).isNotZero();
            assertThat(new Message(reply).getHeader()).isNotNull();
        }
    }

    private static byte[] mangled(byte[] good, Random random) {
        byte[] octets;
        switch (random.nextInt(3)) {
            case 0 -> {
                octets = new byte[random.nextInt(600)];
                random.nextBytes(octets);
            }
            case 1 -> octets = Arrays.copyOf(good, random.nextInt(good.length + 20));
            default -> octets = good.clone();
        }
        for (int i = random.nextInt(4); i > 0 && octets.length > 0; i--) {
            octets[random.nextInt(octets.length)] = (byte) random.nextInt();
        }
        return octets;
    }
}
