package dev.gyre.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.net.Addresses;

import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

final class DnsRepliesTest {

    private static final List<InetAddress> ADDRESSES =
            List.of(
                    Addresses.parse("127.0.0.1").orElseThrow(),
                    Addresses.parse("::1").orElseThrow());

    private final List<DnsReplies.Asked> asked = new ArrayList<>();

    private Message ask(String name, int type) throws Exception {
        Message query = Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN));
        byte[] reply =
                DnsReplies.to(
                                query.toWire(),
                                each -> {
                                    asked.add(each);
                                    return each.name().equals("known.test")
                                            ? Optional.of(ADDRESSES)
                                            : Optional.empty();
                                })
                        .orElseThrow();
        Message message = new Message(reply);
        assertThat(message.getHeader().getID()).isEqualTo(query.getHeader().getID());
        assertThat(message.getQuestion()).isEqualTo(query.getQuestion());
        return message;
    }

    @Test
    void answersWithWhatWasAskedFor() throws Exception {
        Message a = ask("KNOWN.test.", Type.A);
        assertThat(a.getSection(Section.ANSWER))
                .singleElement()
                .satisfies(record -> {
                    assertThat(record.rdataToString()).isEqualTo("127.0.0.1");
                    assertThat(record.getTTL()).isZero();
                });
        assertThat(ask("known.test.", Type.AAAA).getSection(Section.ANSWER)).hasSize(1);
        assertThat(ask("known.test.", Type.TXT).getSection(Section.ANSWER)).isEmpty();
        assertThat(asked)
                .containsExactly(
                        new DnsReplies.Asked("known.test", "A"),
                        new DnsReplies.Asked("known.test", "AAAA"),
                        new DnsReplies.Asked("known.test", "TXT"));
    }

    @Test
    void saysWhenThereIsNoSuchName() throws Exception {
        assertThat(ask("other.test.", Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN);
    }

    @Test
    void answersNothingThatIsNoQuery() throws Exception {
        byte[] reply = ask("known.test.", Type.A).toWire();
        for (byte[] message : List.of(new byte[0], new byte[11], new byte[12], reply)) {
            assertThat(DnsReplies.to(message, _ -> Optional.empty())).isEmpty();
        }
    }
}
