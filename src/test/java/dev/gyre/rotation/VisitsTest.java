package dev.gyre.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.egress.Egress;
import dev.gyre.net.Addresses;
import dev.gyre.net.Host;
import dev.gyre.net.Site;

import org.junit.jupiter.api.Test;

import java.util.Optional;

/// By which egress a session was at which site.
final class VisitsTest {

    private final Visits visits = new Visits();

    private static Egress egress(int last) {
        return new Egress.Direct(Addresses.parse("192.0.2." + last).orElseThrow());
    }

    private void visit(String host, int egress) {
        visits.visit(new Host.Name(host), egress(egress));
    }

    private Optional<Egress> last(String site) {
        return visits.last(new Site(site));
    }

    @Test
    void eachSiteHasTheLastOfAllItsHosts() {
        visit("www.one.example", 1);
        visit("two.example", 2);
        visit("static.one.example", 3);
        assertThat(last("one.example")).contains(egress(3));
        assertThat(last("two.example")).contains(egress(2));
        assertThat(last("three.example")).isEmpty();
        visit("www.one.example", 1);
        visit("www.one.example", 1);
        assertThat(last("one.example")).contains(egress(1));
    }

    @Test
    void theSiteWhereItWasLongestAgoIsForgotten() {
        for (int i = 0; i < Visits.MOST; i++) {
            visit("site" + i + ".example", 1);
        }
        visit("www.site0.example", 2);
        assertThat(last("site1.example")).as("to ask is no visit").isPresent();
        visit("new.example", 3);
        assertThat(last("site0.example")).contains(egress(2));
        assertThat(last("site1.example")).isEmpty();
        assertThat(last("site2.example")).isPresent();
        assertThat(last("new.example")).contains(egress(3));
    }
}
