package dev.gyre.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;

/// The JDK as it is in the whole program: nobody looks a name up.
final class NoSystemLookupsTest {

    @Test
    void isWhatTheJdkAsks() {
        assertThat(NoSystemLookups.isInForce()).isTrue();
    }

    @Test
    void refusesAndCountsNames() {
        long before = NoSystemLookups.refused();
        assertThatThrownBy(() -> InetAddress.getByName("name-" + System.nanoTime() + ".test"))
                .isInstanceOf(UnknownHostException.class);
        assertThat(new InetSocketAddress("other-" + System.nanoTime() + ".test", 80).isUnresolved())
                .isTrue();
        assertThat(NoSystemLookups.refused() - before).isGreaterThanOrEqualTo(2);
    }

    @Test
    void refusesAndCountsReverseLookUps() throws Exception {
        long before = NoSystemLookups.refused();
        assertThat(InetAddress.ofLiteral("127.0.0.1").getHostName()).isEqualTo("127.0.0.1");
        assertThat(NoSystemLookups.refused()).isGreaterThan(before);
    }

    @Test
    void theJdkKnowsLocalhostByItself() throws Exception {
        assertThat(InetAddress.getByName("localhost").isLoopbackAddress()).isTrue();
    }

    @Test
    void literalsAreNoNames() throws Exception {
        long before = NoSystemLookups.refused();
        assertThat(InetAddress.getByName("127.0.0.1").getHostAddress()).isEqualTo("127.0.0.1");
        assertThat(InetAddress.getByName("::1").isLoopbackAddress()).isTrue();
        assertThat(new InetSocketAddress("192.0.2.1", 80).isUnresolved()).isFalse();
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            assertThat(socket.getLocalSocketAddress().toString()).contains("127.0.0.1");
        }
        assertThat(NoSystemLookups.refused()).isEqualTo(before);
    }
}
