package dev.gyre.inbound.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.net.Addresses;
import dev.gyre.rotation.Every;
import dev.gyre.rotation.Pick;
import dev.gyre.rotation.RotationCounts;
import dev.gyre.rotation.RotationSettings;
import dev.gyre.rotation.Secret;
import dev.gyre.rotation.Sessions;
import dev.gyre.testkit.Loopback;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.util.concurrent.TimeUnit;

/// Clients that may be forged, more than there can be.
final class DatagramClientsTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long IDLE = 60 * SECOND;

    private final DatagramClients clients =
            new DatagramClients(
                    new Sessions(
                            new RotationSettings(new Every.Connection(), Pick.RANDOM),
                            Secret.random(),
                            new RotationCounts(),
                            () -> 0),
                    1,
                    IDLE,
                    0);

    @Test
    void whoIsThereIsNotForgottenForOthers() {
        DnsClient first = clients.asks(address(0), 0).orElseThrow();
        for (int i = 1; i < DatagramClients.MOST; i++) {
            assertThat(clients.asks(address(i), i * SECOND / 100)).isPresent();
        }
        long now = 20 * SECOND;
        for (int i = 0; i < 100; i++) {
            assertThat(clients.asks(address(DatagramClients.MOST + i), now)).isEmpty();
        }
        assertThat(clients.asks(address(0), now)).containsSame(first);
        long later = IDLE + SECOND;
        assertThat(clients.asks(address(DatagramClients.MOST), later)).isPresent();
        assertThat(clients.asks(address(0), later)).containsSame(first);
    }

    @Test
    void togetherTheyAreBoundedTooAndEachForItself() {
        int all = 0;
        for (int i = 0; i < 8; i++) {
            int its = 0;
            for (int j = 0; j < 2 * DatagramClients.AT_ONCE; j++) {
                its += clients.asks(address(i), 0).isPresent() ? 1 : 0;
            }
            assertThat(its).isLessThanOrEqualTo(DatagramClients.AT_ONCE);
            all += its;
        }
        assertThat(all).isEqualTo(DatagramClients.ALL_AT_ONCE);
        all = 0;
        for (int i = 0; i < DatagramClients.ALL_AT_ONCE; i++) {
            all += clients.asks(address(i), SECOND).isPresent() ? 1 : 0;
        }
        assertThat(all).isEqualTo(DatagramClients.ALL_A_SECOND);
    }

    @Test
    void whoIsOnlyToldSomethingTakesNoPlaceButCounts() {
        int told = 0;
        for (int i = 0; i < 2 * DatagramClients.MOST; i++) {
            told += clients.mayBeTold(address(i), 0) ? 1 : 0;
        }
        assertThat(told).isEqualTo(DatagramClients.ALL_AT_ONCE);
        assertThat(clients.asks(address(5_000), SECOND)).isPresent();
    }

    @Test
    void thisMachineAsksAsItLikes() {
        for (int i = 0; i < 10 * DatagramClients.ALL_AT_ONCE; i++) {
            assertThat(clients.asks(Loopback.V4, 0)).isPresent();
        }
        assertThat(clients.asks(address(0), 0)).isPresent();
    }

    private static InetAddress address(int number) {
        return Addresses.of(new byte[] {10, 0, (byte) (number >> 8), (byte) number});
    }
}
