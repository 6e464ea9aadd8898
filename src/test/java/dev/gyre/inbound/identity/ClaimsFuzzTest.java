package dev.gyre.inbound.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gyre.inbound.identity.Claims.Unknown;
import dev.gyre.net.Credentials;
import dev.gyre.rotation.Wish;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Whatever a client sends is a claim that keeps its promises, or an error that repeats nothing of it.
final class ClaimsFuzzTest {

    private static final int ROUNDS = 200_000;

    private static final List<String> SEEDS =
            List.of(
                    "brd-customer-hl_1-zone-res-session-abc-country-us-city-x-const",
                    "customer-alice-cc-US-sessid-abc-sesstime-10",
                    "user-alice-country-us-session-abc-sessionduration-30",
                    "secret_session-abcd1234_lifetime-10m_country-us_streaming-1",
                    "alice-us-city_los_angeles-1234",
                    "alice-us-rotate",
                    "auto,groups-X,session-abc,country-US",
                    "alice+session=abc+country=us+ttl=1h30m+tag=fast+group=x+strength=hard+rotate",
                    "abc; ttl=10m; country=de; tag=fast; group=x; strength=hard; rotate",
                    "jo+tag@example.com",
                    "Basic YWxpY2Utc2Vzc2lvbi1hYmM6c2VjcmV0");

    private static final List<String> PARTS =
            List.of(
                    "-",
                    "+",
                    ",",
                    "_",
                    "=",
                    ";",
                    " ",
                    "@",
                    ".",
                    ":",
                    "session",
                    "sessid",
                    "sid",
                    "sessid_oneip",
                    "ttl",
                    "sesstime",
                    "sessionduration",
                    "lifetime",
                    "country",
                    "cc",
                    "group",
                    "groups",
                    "tag",
                    "tags",
                    "strength",
                    "soft",
                    "hard",
                    "rotate",
                    "const",
                    "auto",
                    "city",
                    "zone",
                    "customer",
                    "user",
                    "us",
                    "de",
                    "1",
                    "0",
                    "99999999999",
                    "10m",
                    "1d",
                    "a",
                    "Ab_9",
                    "ä",
                    "\u0000",
                    "\ud800",
                    "ſ",
                    "٣",
                    "Basic ",
                    "example.com");

    private static final Pattern SESSION = Pattern.compile("[A-Za-z0-9_]{1,64}");
    private static final Pattern COUNTRY = Pattern.compile("[a-z]{2}");
    private static final Pattern WORD = Pattern.compile("[a-z0-9_.-]{1,64}");

    private final Random random = new Random(20261123);
    private final Claims ignoring = new Claims(Unknown.IGNORE);
    private final Claims refusing = new Claims(Unknown.REFUSE);
    private int claims;
    private int errors;

    @Test
    void whateverComesIsReadOrRefused() throws BadClaim {
        TreeSet<String> messages = new TreeSet<>();
        for (int i = 0; i < ROUNDS; i++) {
            String user = any();
            String password = random.nextInt(3) == 0 ? any() : "secret";
            String ignored = credentials(ignoring, user, password, messages);
            String refused = credentials(refusing, user, password, messages);
            if (!refused.startsWith("error")) {
                assertThat(ignored).as(user).isEqualTo(refused);
            }
            field(user, messages);
            basic(user, password, ignored, messages);
        }
        assertThat(claims).as("claims").isGreaterThan(ROUNDS / 10);
        assertThat(errors).as("errors").isGreaterThan(ROUNDS / 10);
        // Were a value in a message, there would be as many messages as values.
        assertThat(messages).hasSizeBetween(30, 80);
    }

    private String credentials(
            Claims reader, String user, String password, TreeSet<String> messages) {
        Credentials said = new Credentials(user, password);
        assertThat(password).startsWith(Claims.password(said));
        try {
            Claim claim = reader.of(said);
            claims++;
            assertThat(claim.user()).hasSizeLessThanOrEqualTo(user.length());
            assertThat(user).contains(claim.user());
            keepsItsPromises(claim.wish());
            return Said.text(claim);
        } catch (BadClaim bad) {
            errors++;
            messages.add(bad.getMessage());
            return Said.error(bad);
        }
    }

    private void field(String value, TreeSet<String> messages) {
        try {
            keepsItsPromises(ignoring.header(value, Wish.NONE));
        } catch (BadClaim bad) {
            messages.add(bad.getMessage());
        }
    }

    private void basic(String user, String password, String expected, TreeSet<String> messages) {
        String text = user + ":" + password;
        // A lone surrogate has no UTF-8, and a colon ends a user name.
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text) || user.indexOf(':') >= 0) {
            return;
        }
        String base64 = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        String field = "Basic " + base64;
        if (field.length() <= 8192) {
            assertThat(ofBasic(field, messages)).isEqualTo(expected);
        }
        ofBasic(mutated(field), messages);
        ofBasic(user, messages);
    }

    private String ofBasic(String field, TreeSet<String> messages) {
        try {
            return Said.text(ignoring.ofBasic(field));
        } catch (BadClaim bad) {
            messages.add(bad.getMessage());
            return Said.error(bad);
        }
    }

    private static void keepsItsPromises(Wish wish) {
        wish.session().ifPresent(name -> assertThat(name).matches(SESSION));
        wish.ttl()
                .ifPresent(ttl ->
                        assertThat(ttl).isBetween(Duration.ofSeconds(1), Duration.ofHours(24)));
        wish.narrowing().country().ifPresent(country -> assertThat(country).matches(COUNTRY));
        wish.narrowing().group().ifPresent(group -> assertThat(group).matches(WORD));
        assertThat(wish.narrowing().tags())
                .hasSizeLessThanOrEqualTo(16)
                .allMatch(tag -> WORD.matcher(tag).matches());
    }

    private String any() {
        return switch (random.nextInt(4)) {
            case 0 -> mutated(SEEDS.get(random.nextInt(SEEDS.size())));
            case 1 -> mutated(mutated(SEEDS.get(random.nextInt(SEEDS.size()))));
            case 2 -> parts();
            default -> noise();
        };
    }

    private String parts() {
        // Now and then longer than anything may be.
        int count = random.nextInt(500) == 0 ? 600 : random.nextInt(12);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(PARTS.get(random.nextInt(PARTS.size())));
        }
        return text.toString();
    }

    private String noise() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(40); i > 0; i--) {
            text.append((char) random.nextInt(random.nextBoolean() ? 128 : 65536));
        }
        return text.toString();
    }

    private String mutated(String seed) {
        StringBuilder text = new StringBuilder(seed);
        int at = text.isEmpty() ? 0 : random.nextInt(text.length());
        switch (random.nextInt(5)) {
            case 0 -> text.insert(at, PARTS.get(random.nextInt(PARTS.size())));
            case 1 -> text.setLength(at);
            case 2 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(8)));
            case 3 -> text.append(text.substring(at));
            default -> {
                if (!text.isEmpty()) {
                    text.setCharAt(at, (char) (32 + random.nextInt(95)));
                }
            }
        }
        return text.toString();
    }
}
