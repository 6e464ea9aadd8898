package dev.gyre.testkit;

import dev.gyre.net.Cidr;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes a MaxMind file of countries, as its specification has it (version 2.0, records of 24 bits, an IPv6 tree with IPv4 at `::/96`).
public final class CountryMap {

    private static final int IPV4_DEPTH = 96;

    /// A node is two records: below [#EMPTY] another node, [#EMPTY] nothing, above a country.
    private static final int EMPTY = -1;

    private final List<int[]> nodes = new ArrayList<>();
    private final Map<String, Integer> offsets = new LinkedHashMap<>();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private final Map<Integer, Integer> countries = new LinkedHashMap<>();

    public CountryMap() {
        nodes.add(new int[] {EMPTY, EMPTY});
    }

    /// Says that a block, which lies in no other that was added, is in a country, such as `DE`.
    public CountryMap add(String block, String country) {
        Cidr cidr = Cidr.parse(block).orElseThrow();
        byte[] network = cidr.network().getAddress();
        int before = network.length == 4 ? IPV4_DEPTH : 0;
        BigInteger bits = new BigInteger(1, network);
        int depth = before + cidr.prefix();
        int node = 0;
        for (int i = 0; i < depth; i++) {
            boolean one = i >= before && bits.testBit(127 - i);
            int side = one ? 1 : 0;
            if (i == depth - 1) {
                int leaf = -2 - countries.size();
                countries.put(leaf, offset(country));
                nodes.get(node)[side] = leaf;
            } else {
                int next = nodes.get(node)[side];
                if (next == EMPTY) {
                    next = nodes.size();
                    nodes.add(new int[] {EMPTY, EMPTY});
                    nodes.get(node)[side] = next;
                }
                node = next;
            }
        }
        return this;
    }

    private int offset(String country) {
        return offsets.computeIfAbsent(
                country,
                code -> {
                    int at = data.size();
                    map(data, 1);
                    text(data, "country");
                    map(data, 1);
                    text(data, "iso_code");
                    text(data, code);
                    return at;
                });
    }

    /// Writes the file.
    public Path write(Path file) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int[] node : nodes) {
            for (int next : node) {
                int value =
                        next == EMPTY
                                ? nodes.size()
                                : next >= 0 ? next : nodes.size() + 16 + countries.get(next);
                number(out, value, 3);
            }
        }
        out.writeBytes(new byte[16]);
        data.writeTo(out);
        out.writeBytes("\u00ab\u00cd\u00efMaxMind.com".getBytes(StandardCharsets.ISO_8859_1));
        map(out, 9);
        text(out, "node_count");
        unsigned(out, 6, nodes.size(), 4);
        text(out, "record_size");
        unsigned(out, 5, 24, 2);
        text(out, "ip_version");
        unsigned(out, 5, 6, 2);
        text(out, "database_type");
        text(out, "Test-Country");
        text(out, "languages");
        out.write(0); // an array, which is an extended type, of no item
        out.write(11 - 7);
        text(out, "binary_format_major_version");
        unsigned(out, 5, 2, 2);
        text(out, "binary_format_minor_version");
        unsigned(out, 5, 0, 2);
        text(out, "build_epoch");
        out.write(8); // an extended type of eight octets
        out.write(9 - 7);
        number(out, 1_700_000_000L, 8);
        text(out, "description");
        map(out, 0);
        return Files.write(file, out.toByteArray());
    }

    private static void map(ByteArrayOutputStream out, int pairs) {
        out.write(7 << 5 | pairs);
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
        out.write(2 << 5 | octets.length);
        out.writeBytes(octets);
    }

    private static void unsigned(ByteArrayOutputStream out, int type, long value, int octets) {
        out.write(type << 5 | octets);
        number(out, value, octets);
    }

    private static void number(ByteArrayOutputStream out, long value, int octets) {
        for (int i = octets - 1; i >= 0; i--) {
            out.write((int) (value >> (8 * i)) & 0xff);
        }
    }
}
