package dev.gyre.inbound.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.inbound.identity.Claims.Unknown;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// What is asked for is what is read, in each dialect, in any order of the parameters, and with any vendor's words among them.
final class DialectRoundTripTest {

    private final Random random = new Random(7);
    private final Claims claims = new Claims(Unknown.IGNORE);

    @Test
    void whatIsAskedForIsWhatIsRead() {
        for (int i = 0; i < 20_000; i++) {
            // A letter in front: a session with a name of a keyword can't be asked for with dashes.
            String session = "q" + Integer.toString(random.nextInt(1 << 30), 36);
            int minutes = 1 + random.nextInt(1440);
            String country = "" + letter() + letter();
            String expected =
                    "'al-1ce' session %s; ttl %d; country %s"
                            .formatted(session, minutes * 60, country);
            dashes(
                    "brd-",
                    "'brd-" + expected.substring(1),
                    "session",
                    session,
                    "ttl",
                    minutes + "m",
                    "country",
                    country);
            dashes(
                    "customer-",
                    expected,
                    "sessid",
                    session,
                    "sesstime",
                    "" + minutes,
                    "cc",
                    country);
            dashes(
                    "user-",
                    expected,
                    "session",
                    session,
                    "sessionduration",
                    "" + minutes,
                    "country",
                    country);
            List<String> named =
                    List.of("session%s" + session, "ttl%s" + minutes + "m", "country%s" + country);
            assertThat(Said.by(claims, "al-1ce+" + shuffled(named, "=", "+"), "secret"))
                    .isEqualTo(expected);
            assertThat(Said.by(claims, "al-1ce," + shuffled(named, "-", ","), "secret"))
                    .isEqualTo(expected);
            String lifetime = "lifetime%s" + minutes + "m";
            assertThat(
                            Said.by(
                                    claims,
                                    "al-1ce",
                                    "p_w_"
                                            + shuffled(
                                                    List.of(
                                                            named.getFirst(),
                                                            lifetime,
                                                            named.getLast()),
                                                    "-",
                                                    "_")))
                    .isEqualTo(expected);
            int number = random.nextInt(1 << 30);
            // Webshare's Cocos Islands are another's keyword.
            if (!country.equals("cc")) {
                assertThat(Said.by(claims, "al-1ce-" + country + "-" + number, "secret"))
                        .isEqualTo("'al-1ce' session %d; country %s".formatted(number, country));
            }
        }
    }

    private void dashes(String prefix, String expected, String... pairs) {
        List<String> parameters = new ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            parameters.add(pairs[i] + "-" + pairs[i + 1]);
        }
        parameters.add("city-x");
        parameters.add("st-us_ca");
        Collections.shuffle(parameters, random);
        String user = prefix + "al-1ce-" + String.join("-", parameters);
        assertThat(Said.by(claims, user, "secret")).as(user).isEqualTo(expected);
    }

    private String shuffled(List<String> items, String separator, String delimiter) {
        List<String> all = new ArrayList<>(items);
        all.add("city%sx");
        Collections.shuffle(all, random);
        return String.join(delimiter, all).replace("%s", separator);
    }

    private char letter() {
        return (char) ('a' + random.nextInt(26));
    }
}
