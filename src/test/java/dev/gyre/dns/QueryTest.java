package dev.gyre.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.Promise;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.ClientSubnetOption;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Section;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

class QueryTest {

    private static final InetSocketAddress SERVER =
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 53);
    private static final Name NAME = NameText.parse("www.example").orElseThrow();

    private final Query query = Query.of(new Question(NAME, Kind.A.type()), new SecureRandom());
    private final byte[] right = answer(query);

    @Test
    void asksForNoMoreThanADatagramHoldsAndToKeepTheClientsSubnetOut() throws Exception {
        Message sent = new Message(wire(query));
        assertThat(sent.getHeader().getFlag(Flags.RD)).isTrue();
        assertThat(sent.getQuestion().getName()).isEqualTo(NAME);
        assertThat(sent.getOPT().getPayloadSize()).isEqualTo(Query.DATAGRAM);
        assertThat(sent.getOPT().getOptions())
                .singleElement()
                .isInstanceOfSatisfying(
                        ClientSubnetOption.class,
                        subnet -> assertThat(subnet.getSourcePrefixLength()).isZero());
    }

    @Test
    void variesTheIdAndTheCaseOfTheName() {
        SecureRandom random = new SecureRandom();
        Set<String> ids = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < 64; i++) {
            byte[] wire = wire(Query.of(new Question(NAME, Kind.A.type()), random));
            ids.add(wire[0] + "," + wire[1]);
            names.add(Arrays.toString(Arrays.copyOfRange(wire, 12, 12 + NAME.length())));
        }
        assertThat(ids).hasSizeGreaterThan(55);
        assertThat(names).hasSizeGreaterThan(20);
    }

    @Test
    void readsTheRightAnswer() {
        assertThat(query.readDatagram(right)).containsInstanceOf(Heard.Whole.class);
        assertThat(query.readFrame(right)).containsInstanceOf(Heard.Whole.class);
    }

    @Test
    void theRandomCaseOfTheNameGoesNoFurther() {
        for (int i = 0; i < 8; i++) {
            Query mixed = Query.of(new Question(NAME, Kind.A.type()), new SecureRandom());
            byte[] echo = right.clone();
            byte[] sent = wire(mixed);
            System.arraycopy(sent, 0, echo, 0, 2);
            System.arraycopy(sent, 12, echo, 12, NAME.length());
            assertThat(mixed.readDatagram(echo))
                    .hasValueSatisfying(heard ->
                            assertThat(((Heard.Whole) heard).message().getQuestion().getName())
                                    .hasToString(NAME.toString()));
        }
    }

    @Test
    void takesNothingFromAnAnswerCutAtAnyLength() {
        for (int length = 0; length < right.length; length++) {
            byte[] cut = Arrays.copyOf(right, length);
            for (Optional<Heard> reply : List.of(query.readDatagram(cut), query.readFrame(cut))) {
                assertThat(reply.filter(Heard.Whole.class::isInstance))
                        .as("at " + length)
                        .isEmpty();
            }
        }
    }

    @Test
    void survivesAnyBytes() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = right.clone();
            for (int flips = random.nextInt(6); flips >= 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            // What follows the question is the server's to say: let it say anything.
            System.arraycopy(right, 0, bytes, 0, 6);
            assertThatCode(() -> query.readDatagram(bytes)).doesNotThrowAnyException();
            assertThatCode(() -> query.readFrame(bytes)).doesNotThrowAnyException();
        }
    }

    @Test
    void ignoresCutDatagramsOnAChannelAndReleasesThem() {
        Promise<Heard> reply = ImmediateEventExecutor.INSTANCE.newPromise();
        EmbeddedChannel channel = new EmbeddedChannel();
        DnsPipeline.datagram(channel, SERVER, query, reply);
        for (int length = 0; length < 12 + NAME.length() + 4; length++) {
            ByteBuf cut = Unpooled.buffer().writeBytes(right, 0, length);
            channel.writeInbound(new DatagramPacket(cut, SERVER, SERVER));
            assertThat(cut.refCnt()).isZero();
            if (reply.isDone()) {
                assertThat(reply.getNow()).isEqualTo(new Heard.UseStream());
                assertThat(length).isEqualTo(DatagramReplyHandler.MAX_IGNORED);
                break;
            }
        }
        channel.finishAndReleaseAll();
    }

    @Test
    void ignoresDatagramsOfOthers() {
        Promise<Heard> reply = ImmediateEventExecutor.INSTANCE.newPromise();
        EmbeddedChannel channel = new EmbeddedChannel();
        DnsPipeline.datagram(channel, SERVER, query, reply);
        InetSocketAddress other = new InetSocketAddress(SERVER.getAddress(), 54);
        channel.writeInbound(new DatagramPacket(Unpooled.copiedBuffer(right), SERVER, other));
        assertThat(reply.isDone()).isFalse();
        channel.writeInbound(new DatagramPacket(Unpooled.copiedBuffer(right), SERVER, SERVER));
        assertThat(reply.getNow()).isInstanceOf(Heard.Whole.class);
        channel.finishAndReleaseAll();
    }

    /// A conversation, and what was asked over it.
    private record Stream(EmbeddedChannel channel, Promise<Heard> heard, byte[] frame) {}

    private Stream stream() {
        EmbeddedChannel channel = new EmbeddedChannel();
        Promise<Conversation> ready = ImmediateEventExecutor.INSTANCE.newPromise();
        NameServer server = new NameServer.Stream(SERVER);
        DnsPipeline.conversation(
                channel,
                server,
                new ServerTls(TestTrust.PLATFORM, List.of(server)),
                new SecureRandom(),
                () -> {},
                ready);
        Promise<Heard> heard = ImmediateEventExecutor.INSTANCE.newPromise();
        ready.getNow().ask(query, heard);
        ByteBuf sent = channel.readOutbound();
        byte[] answer = right.clone();
        // The id is the connection's.
        answer[0] = sent.getByte(2);
        answer[1] = sent.getByte(3);
        sent.release();
        byte[] frame = bytes(Unpooled.buffer().writeShort(answer.length).writeBytes(answer));
        return new Stream(channel, heard, frame);
    }

    @Test
    void readsAStreamSplitAnywhere() {
        for (int split = 0; split <= right.length + 2; split++) {
            Stream stream = stream();
            byte[] frame = stream.frame();
            stream.channel().writeInbound(Unpooled.copiedBuffer(frame, 0, split));
            stream.channel()
                    .writeInbound(Unpooled.copiedBuffer(frame, split, frame.length - split));
            assertThat(stream.heard().getNow())
                    .as("split at " + split)
                    .isInstanceOf(Heard.Whole.class);
            stream.channel().finishAndReleaseAll();
        }
    }

    @Test
    void failsWhenAStreamEndsAnywhere() {
        for (int end = 0; end < right.length + 2; end++) {
            Stream stream = stream();
            stream.channel().writeInbound(Unpooled.copiedBuffer(stream.frame(), 0, end));
            stream.channel().finishAndReleaseAll();
            assertThat(stream.heard().cause()).as("end at " + end).isInstanceOf(Hangup.class);
        }
    }

    @Test
    void paddedQueriesAreAllOfOneLengthAndSayTheSame() throws Exception {
        for (String name : List.of("a", "www.example", "a-name-that-is-longer.of.some.example")) {
            for (boolean signed : new boolean[] {false, true}) {
                Question question = new Question(NameText.parse(name).orElseThrow(), 28);
                Query padded = Query.of(question, signed, new SecureRandom()).padded().withId(7);
                byte[] wire = wire(padded);
                assertThat(wire).hasSize(128);
                Message message = new Message(wire);
                assertThat(message.getHeader().getID()).isEqualTo(7);
                assertThat(message.getHeader().getFlag(Flags.CD)).isEqualTo(signed);
                assertThat((message.getOPT().getFlags() & ExtendedFlags.DO) != 0).isEqualTo(signed);
                assertThat(message.getQuestion().getName()).isEqualTo(question.name());
                assertThat(message.getOPT().getOptions(12)).hasSize(1);
                assertThat(message.getOPT().getOptions(8)).hasSize(1);
            }
        }
    }

    private static byte[] wire(Query query) {
        return bytes(query.datagram(UnpooledByteBufAllocator.DEFAULT));
    }

    private static byte[] bytes(ByteBuf buffer) {
        try {
            return ByteBufUtil.getBytes(buffer);
        } finally {
            buffer.release();
        }
    }

    private static byte[] answer(Query query) {
        byte[] asked = wire(query);
        Message message = new Message((asked[0] & 0xff) << 8 | asked[1] & 0xff);
        message.getHeader().setFlag(Flags.QR);
        message.addRecord(
                org.xbill.DNS.Record.newRecord(NAME, Kind.A.type(), DClass.IN), Section.QUESTION);
        message.addRecord(
                new ARecord(NAME, DClass.IN, 60, InetAddress.ofLiteral("192.0.2.1")),
                Section.ANSWER);
        byte[] wire = message.toWire();
        System.arraycopy(asked, 12, wire, 12, NAME.length());
        return wire;
    }
}
