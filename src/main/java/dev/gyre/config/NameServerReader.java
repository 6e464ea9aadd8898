package dev.gyre.config;

import dev.gyre.dns.NameServer;
import dev.gyre.dns.ServerIdentity;
import dev.gyre.net.Addresses;
import dev.gyre.net.Host;

import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

import java.net.InetAddress;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads a name server: a text, or a mapping that says more of one: `url`, `address`, `ca`, `pin`. One with several addresses is several.
final class NameServerReader implements NodeReader<List<NameServer>> {

    private static final int SHA_256 = 32;

    private static final NodeReader<NameServerText> TEXT =
            new ScalarReader<>(NameServerText.EXPECTED, NameServerText::parse);
    private static final NodeReader<NameServer> ALONE =
            new ScalarReader<>(NameServerText.EXPECTED, NameServerReader::alone);
    private static final NodeReader<List<InetAddress>> ADDRESSES =
            ListReader.orSingle(
                    new ScalarReader<>(
                            "an IP address",
                            text ->
                                    NameServerText.usable(
                                            Addresses.parse(text)
                                                    .orElseThrow(() ->
                                                            new BadValue(
                                                                    "is not an IP address")))));
    private static final NodeReader<List<String>> PINS =
            ListReader.orSingle(
                    new ScalarReader<>(
                            "the SHA-256 of a public key, in Base64", NameServerReader::pin));

    @Override
    public Optional<List<NameServer>> read(Reading reading, String what, Node node) {
        return node instanceof MappingNode
                ? MappingReader.read(reading, what, node, NameServerReader::servers)
                : ALONE.read(reading, what, node).map(List::of);
    }

    private static NameServer alone(String text) throws BadValue {
        NameServerText server = NameServerText.parse(text);
        return server.alone()
                .orElseThrow(() ->
                        new BadValue(
                                "is a name, and nobody is there yet to look it up",
                                Optional.of(
                                        "write {url: \""
                                                + text
                                                + "\", address: 192.0.2.53} with its address")));
    }

    private static Optional<List<NameServer>> servers(MappingReader keys) {
        if (!keys.has("url")) {
            keys.problem("'url' is missing: it says how the server is spoken to");
        }
        Optional<NameServerText> url = keys.take("url", TEXT);
        Optional<List<InetAddress>> addresses = keys.take("address", ADDRESSES);
        Optional<ServerIdentity.Authorities> authorities = keys.take("ca", TrustKeys.NAME_SERVERS);
        List<String> pins = keys.take("pin", PINS, List.of());
        if (url.isEmpty()) {
            return Optional.empty();
        }
        NameServerText text = url.get();
        for (String key : List.of("ca", "pin")) {
            if (keys.has(key) && !text.scheme().isEncrypted()) {
                keys.problem(key, key + " is for tls:// and https://, and this server is neither");
            }
        }
        List<InetAddress> all = addresses.orElse(text.own());
        if (all.isEmpty() && !keys.has("address")) {
            keys.problem("url", "url names the server, and 'address' is missing: where it is");
        }
        ServerIdentity identity = new ServerIdentity(text.host(), Set.copyOf(pins), authorities);
        return text.host() instanceof Host.Address && keys.has("address")
                ? refused(keys)
                : Optional.of(all.stream().map(each -> text.at(each, identity)).toList());
    }

    private static Optional<List<NameServer>> refused(MappingReader keys) {
        keys.problem("address", "address is for servers with a name, and this one has its address");
        return Optional.empty();
    }

    private static String pin(String text) throws BadValue {
        try {
            if (Base64.getDecoder().decode(text).length == SHA_256) {
                return text;
            }
        } catch (IllegalArgumentException notBase64) {
            // Said below.
        }
        throw new BadValue("is not the SHA-256 of a public key in Base64, 44 characters");
    }
}
