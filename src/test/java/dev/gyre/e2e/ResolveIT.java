package dev.gyre.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.testkit.DnsStub;
import dev.gyre.testkit.Program;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `gyre resolve` as a person runs it.
final class ResolveIT {

    private final DnsStub stub = DnsStub.start();

    @TempDir private Path directory;

    @BeforeEach
    void writePool() throws Exception {
        stub.alias("www.example", "host.example").address("host.example", "192.0.2.1");
        Files.writeString(
                directory.resolve("egress-pool.yml"),
                """
                sessions: {secret: "a secret for this test"}
                dns: {servers: ["127.0.0.1:%d"]}
                hosts: {build.example: 192.0.2.7}
                egress:
                  - {source: 127.0.0.2}
                  - {source: 127.0.0.3}
                  - {proxy: "socks5h://u:hush-hush@127.0.0.1:9"}
                """
                        .formatted(stub.address().getPort()));
    }

    @AfterEach
    void stop() {
        stub.close();
    }

    private Program.Result resolve(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "resolve";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Program.run(directory, all);
    }

    @Test
    void tellsWhatWasAskedOfWhomByWhichWayAndWhatCame() {
        Program.Result result = resolve("--egress", "127.0.0.3", "www.example");
        assertThat(result.err()).isEmpty();
        assertThat(result.exit()).isZero();
        assertThat(result.out())
                .containsPattern("by 127\\.0\\.0\\.3 \\([a-p][a-z2-7]{15}\\)")
                .containsPattern(
                        "www\\.example\\. A, 127\\.0\\.0\\.1:\\d+, [0-9.]+ ms: answers NOERROR")
                .contains("A: NOERROR, for 300 s")
                .containsPattern("www\\.example\\.\\s+300\\s+IN\\s+CNAME\\s+host\\.example\\.")
                .containsPattern("host\\.example\\.\\s+300\\s+IN\\s+A\\s+192\\.0\\.2\\.1");
        assertThat(stub.asked("www.example"))
                .singleElement()
                .satisfies(asked ->
                        assertThat(asked.source()).isEqualTo(InetAddress.ofLiteral("127.0.0.3")));
    }

    @Test
    void takesTheEgressByTheNumberOfItsEntry() {
        assertThat(resolve("--egress", "1", "www.example").out()).startsWith("by 127.0.0.2 (");
        Program.Result second = resolve("--egress", "2", "www.example");
        Matcher id = Pattern.compile("\\(([a-z2-7]{16})\\)").matcher(second.out());
        assertThat(id.find()).isTrue();
        assertThat(resolve("--egress", id.group(1), "www.example").out())
                .startsWith("by 127.0.0.3 (");
        for (String bad : new String[] {"7", "0", "127.0.0.9", "none", ""}) {
            Program.Result none = resolve("--egress", bad, "www.example");
            assertThat(none.exit()).as(bad).isEqualTo(2);
            assertThat(none.err()).as(bad).contains("--egress: not in the pool");
        }
    }

    @Test
    void saysThatAHopLooksTheNameUpItself() {
        Program.Result result = resolve("--egress", "3", "www.example");
        assertThat(result.exit()).isZero();
        assertThat(result.out()).contains("nobody is asked from here").doesNotContain("hush-hush");
        assertThat(stub.asked()).isEmpty();
    }

    @Test
    void asksThroughTheChainWhenToldTo() {
        // Nothing listens at the hop: so the question must fail there, and the server hear nothing.
        Program.Result result = resolve("--egress", "3", "--through", "www.example");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out()).contains("A: no answer: HOP_UNREACHABLE");
        assertThat(stub.asked()).isEmpty();
    }

    @Test
    void asksForAnyType() {
        Program.Result result = resolve("--egress", "1", "--type", "mx", "host.example");
        assertThat(result.exit()).isZero();
        assertThat(result.out()).contains("MX: NOERROR");
        assertThat(stub.asked()).extracting(DnsStub.Asked::type).containsExactly("MX");
        for (String bad : new String[] {"NONE-SUCH", "ANY", "AXFR", "OPT"}) {
            Program.Result none = resolve("--type", bad, "host.example");
            assertThat(none.exit()).as(bad).isEqualTo(2);
            assertThat(none.err()).as(bad).contains("no type of records: " + bad);
        }
    }

    @Test
    void printsJson() {
        Program.Result result = resolve("--egress", "1", "--json", "host.example");
        assertThat(result.exit()).isZero();
        assertThat(result.out())
                .startsWith("{\"egress\":\"127.0.0.2\"")
                .contains("\"nobody\":null")
                .contains("{\"question\":\"host.example. A\",\"whom\":\"127.0.0.1:")
                .contains("\"status\":\"NOERROR\",\"secure\":false,\"seconds\":300");
    }

    @Test
    void doesNotBelieveWhatIsNotSignedAsItShouldBe() {
        // A server that knows nothing of the root's keys can prove nothing.
        Program.Result result = resolve("--egress", "1", "--dnssec", "host.example");
        assertThat(result.exit()).isEqualTo(1);
        assertThat(result.out()).contains("A: no answer: DNS_ERROR").contains("is bogus");
    }

    @Test
    void asksNobodyForWhatIsKnownHere() {
        for (String name : new String[] {"localhost", "build.example", "whoami.gyre", "a.onion"}) {
            Program.Result result = resolve("--egress", "1", name);
            assertThat(result.exit()).as(name).isZero();
            assertThat(result.out()).as(name).contains("nobody");
        }
        assertThat(resolve("--egress", "1", "build.example").out()).contains("192.0.2.7");
        assertThat(stub.asked()).isEmpty();
    }

    @Test
    void takesTheEgressThatARequestWouldLeaveBy() {
        assertThat(resolve("--type", "A", "--through", "a.onion").exit()).isZero();
        assertThat(resolve("www.example", "none.yml").exit()).isEqualTo(2);
    }

    @Test
    void refusesWhatIsNoName() {
        for (String bad : new String[] {"192.0.2.1", "a b", ""}) {
            Program.Result result = resolve(bad);
            assertThat(result.exit()).as(bad).isEqualTo(2);
            assertThat(result.err()).as(bad).contains("NAME: ");
        }
    }
}
