package dev.gyre.conformance;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How the octets of a message are written in a text block: each line ends in CR LF, unless a `\` ends it in the block; `<0a>` is
/// an octet in hexadecimal.
final class Wire {

    private static final Pattern OCTET = Pattern.compile("<([0-9a-f]{2})>");

    private Wire() {}

    /// The text as it goes over the wire, an ISO 8859-1 character for each octet.
    static String text(String block) {
        Matcher octet = OCTET.matcher(block.replace("\n", "\r\n"));
        return octet.replaceAll(found -> {
            char octetItself = (char) Integer.parseInt(found.group(1), 16);
            return Matcher.quoteReplacement(String.valueOf(octetItself));
        });
    }

    /// The text as it is written in a block, for people.
    static String shown(String text) {
        StringBuilder shown = new StringBuilder();
        for (char each : text.replace("\r\n", "\n").toCharArray()) {
            shown.append(
                    each == '\n' || (each >= ' ' && each < 0x7f)
                            ? String.valueOf(each)
                            : "<%02x>".formatted((int) each));
        }
        return shown.toString();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /// The ways in which octets may arrive: whole, one by one, and in two pieces cut at every place.
    static List<List<byte[]>> arrivals(String text) {
        byte[] all = bytes(text);
        List<List<byte[]>> arrivals = new ArrayList<>();
        arrivals.add(List.of(all));
        List<byte[]> crumbs = new ArrayList<>();
        for (byte each : all) {
            crumbs.add(new byte[] {each});
        }
        arrivals.add(crumbs);
        for (int at = 1; at < all.length; at++) {
            arrivals.add(List.of(Arrays.copyOf(all, at), Arrays.copyOfRange(all, at, all.length)));
        }
        return arrivals;
    }
}
