package dev.gyre.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/// The exact text of each problem.
class ProblemsTest {

    private static final String ANY = "egress: [{interface: any}]\n";

    @ParameterizedTest
    @MethodSource("files")
    void areReportedInTheseWords(String file, String report) {
        assertThat(report(file)).isEqualTo(report);
    }

    private static Stream<Arguments> files() {
        return Stream.of(
                Arguments.of(
                        "pool:\n",
                        """
                        egress-pool.yml:1:1: error: 'egress' is missing: there is no way out
                                pool:
                                ^
                        egress-pool.yml:1:1: error: unknown key 'pool'; known are listen, users, rotate, sessions, reveal, headers, log, egress, hosts, dns, lists, block, allow, allow-only, targets, timeouts, tunnels, limits, probes, attempts, countries, rules, connect, denial, acceptable-use, cool-down, caps, anonymity, health, hedge, reuse, reload, state
                                pool:
                                ^
                        2 errors. The proxy did not start.\
                        """),
                Arguments.of(
                        """
                        rotate: {every: request}
                        egress:
                          - interface: any
                            source: 127.0.0.300
                            wieght: 3\
                        """,
                        """
                        egress-pool.yml:4:5: error: egress entry is already of the kind 'interface'; write another entry
                                source: 127.0.0.300
                                ^
                        egress-pool.yml:4:13: error: source is not an IP address: 127.0.0.300
                                source: 127.0.0.300
                                        ^
                        egress-pool.yml:5:5: error: unknown key 'wieght'; did you mean 'weight'?
                                wieght: 3
                                ^
                        3 errors. The proxy did not start.\
                        """),
                Arguments.of(
                        "",
                        """
                        egress-pool.yml: error: this file says nothing; it needs 'egress' at least
                        1 error. The proxy did not start.\
                        """),
                Arguments.of(
                        "# nothing\n",
                        """
                        egress-pool.yml: error: this file says nothing; it needs 'egress' at least
                        1 error. The proxy did not start.\
                        """),
                Arguments.of(
                        "--- \n",
                        """
                        egress-pool.yml:2:1: error: a pool file must be a mapping, found nothing
                        1 error. The proxy did not start.\
                        """),
                Arguments.of(
                        "- a\n",
                        """
                        egress-pool.yml:1:1: error: a pool file must be a mapping, found a list
                                - a
                                ^
                        1 error. The proxy did not start.\
                        """),
                Arguments.of(
                        "just text",
                        """
                        egress-pool.yml:1:1: error: a pool file must be a mapping, found just text
                                just text
                                ^
                        1 error. The proxy did not start.\
                        """),
                Arguments.of(
                        ANY + "lisen: 127.0.0.1:1\n",
                        """
                        egress-pool.yml:2:1: error: unknown key 'lisen'; did you mean 'listen'?
                                lisen: 127.0.0.1:1
                                ^
                        1 error. The proxy did not start.\
                        """),
                Arguments.of(
                        ANY + "zebra: 1\n",
                        """
                        egress-pool.yml:2:1: error: unknown key 'zebra'; known are listen, users, rotate, sessions, reveal, headers, log, egress, hosts, dns, lists, block, allow, allow-only, targets, timeouts, tunnels, limits, probes, attempts, countries, rules, connect, denial, acceptable-use, cool-down, caps, anonymity, health, hedge, reuse, reload, state
                                zebra: 1
                                ^
                        1 error. The proxy did not start.\
                        """),
                Arguments.of(
                        ANY + "attempts: 1\nattempts: 2\n",
                        """
                        egress-pool.yml:3:1: error: key 'attempts' is already in line 2
                                attempts: 2
                                ^
                        1 error. The proxy did not start.\
                        """),
                Arguments.of(
                        "rotate: {every: request}\n",
                        """
                        egress-pool.yml:1:1: error: 'egress' is missing: there is no way out
                                rotate: {every: request}
                                ^
                        1 error. The proxy did not start.\
                        """),
                Arguments.of(
                        "egress: []\n",
                        """
                        egress-pool.yml:1:9: error: egress is an empty list
                                egress: []
                                        ^
                        1 error. The proxy did not start.\
                        """),
                Arguments.of(
                        "egress: any\n",
                        """
                        egress-pool.yml:1:9: error: egress must be a list, found any
                                egress: any
                                        ^
                        1 error. The proxy did not start.\
                        """),
                Arguments.of(
                        "egress:\n",
                        """
                        egress-pool.yml:1:8: error: egress must be a list, found nothing
                                egress:
                                       ^
                        1 error. The proxy did not start.\
                        """),
                Arguments.of(
                        """
                        egress:
                          - any
                          - {}
                          - {interface: any, source: 127.0.0.1}\
                        """,
                        """
                        egress-pool.yml:2:5: error: egress entry must be a mapping, found any
                                - any
                                  ^
                        egress-pool.yml:3:5: error: egress entry needs one of interface, source, prefix, proxy, chain, gateway, tor, file, url
                                - {}
                                  ^
                        egress-pool.yml:4:22: error: egress entry is already of the kind 'interface'; write another entry
                                - {interface: any, source: 127.0.0.1}
                                                   ^
                        3 errors. The proxy did not start.\
                        """),
                Arguments.of(
                        """
                        egress:
                          - {interface: any, weight: 0}
                          - {interface: any, weight: 10001, tags: [ok, "not ok"]}
                          - {interface: any, weight: 1.5, tags: []}
                          - interface: any
                            tags: {a: b}
                            country: Germany
                            group: [a]
                          - interface: any
                            tags: ümlaut
                            country: d1
                            group: ${GROUP}
                          - {interface: any, tags: [[a]], group: "", country:}
                          - {tags: fast, colour: red}\
                        """,
                        """
                        egress-pool.yml:2:30: error: weight must be a number from 1 to 10000: 0
                                - {interface: any, weight: 0}
                                                           ^
                        egress-pool.yml:3:30: error: weight must be a number from 1 to 10000: 10001
                                - {interface: any, weight: 10001, tags: [ok, "not ok"]}
                                                           ^
                        egress-pool.yml:3:48: error: tags must be a word of up to 64 letters, digits, '_', '.' or '-': not ok
                                - {interface: any, weight: 10001, tags: [ok, "not ok"]}
                                                                             ^
                        egress-pool.yml:4:30: error: weight must be a number from 1 to 10000: 1.5
                                - {interface: any, weight: 1.5, tags: []}
                                                           ^
                        egress-pool.yml:4:41: error: tags is an empty list
                                - {interface: any, weight: 1.5, tags: []}
                                                                      ^
                        egress-pool.yml:6:11: error: tags must be a word of up to 64 letters, digits, '_', '.' or '-', found a mapping
                                tags: {a: b}
                                      ^
                        egress-pool.yml:7:14: error: country must be two letters, such as de: Germany
                                country: Germany
                                         ^
                        egress-pool.yml:8:12: error: group must be a word of up to 64 letters, digits, '_', '.' or '-', found a list
                                group: [a]
                                       ^
                        egress-pool.yml:10:11: error: tags must be a word of up to 64 letters, digits, '_', '.' or '-': ümlaut
                                tags: ümlaut
                                      ^
                        egress-pool.yml:11:14: error: country must be two letters, such as de: d1
                                country: d1
                                         ^
                        egress-pool.yml:12:12: error: the environment variable GROUP is not set
                                group: ${GROUP}
                                       ^
                        egress-pool.yml:13:29: error: tags must be a word of up to 64 letters, digits, '_', '.' or '-', found a list
                                - {interface: any, tags: [[a]], group: "", country:}
                                                          ^
                        egress-pool.yml:13:42: error: group must be a word of up to 64 letters, digits, '_', '.' or '-': ''
                                - {interface: any, tags: [[a]], group: "", country:}
                                                                       ^
                        egress-pool.yml:13:54: error: country must be two letters, such as de, found nothing
                                - {interface: any, tags: [[a]], group: "", country:}
                                                                                   ^
                        egress-pool.yml:14:5: error: egress entry needs one of interface, source, prefix, proxy, chain, gateway, tor, file, url
                                - {tags: fast, colour: red}
                                  ^
                        egress-pool.yml:14:18: error: unknown key 'colour'; known are interface, source, prefix, proxy, chain, gateway, tor, file, url, country, weight, tags, group, max-in-flight, max-requests, max-bytes, period
                                - {tags: fast, colour: red}
                                               ^
                        16 errors. The proxy did not start.\
                        """),
                Arguments.of(
                        """
                        egress:
                          - source: 10.0.0.5/24
                          - source: 127.255.255.255-128.0.0.1
                          - source: 0.0.0.0
                          - source: 224.0.0.0/8
                          - source: 10.0.0.2-10.0.0.1
                          - source: ::1-127.0.0.1
                          - source: eth0/8
                          - source: ::/0
                          - source: 255.255.255.255
                          - source: [10.0.0.1]\
                        """,
                        """
                        egress-pool.yml:2:13: error: source has bits set after its prefix: 10.0.0.5/24; did you mean '10.0.0.0/24'?
                                - source: 10.0.0.5/24
                                          ^
                        egress-pool.yml:3:13: error: source holds both loopback and other addresses: 127.255.255.255-128.0.0.1
                                - source: 127.255.255.255-128.0.0.1
                                          ^
                        egress-pool.yml:4:13: error: source cannot be the unspecified address: 0.0.0.0
                                - source: 0.0.0.0
                                          ^
                        egress-pool.yml:5:13: error: source must not hold multicast addresses: 224.0.0.0/8
                                - source: 224.0.0.0/8
                                          ^
                        egress-pool.yml:6:13: error: source is a range that ends before it begins: 10.0.0.2-10.0.0.1; did you mean '10.0.0.1-10.0.0.2'?
                                - source: 10.0.0.2-10.0.0.1
                                          ^
                        egress-pool.yml:7:13: error: source is a range from one IP version to the other: ::1-127.0.0.1
                                - source: ::1-127.0.0.1
                                          ^
                        egress-pool.yml:8:13: error: source is not a CIDR block: eth0/8
                                - source: eth0/8
                                          ^
                        egress-pool.yml:9:13: error: source must not hold the unspecified address: ::/0
                                - source: ::/0
                                          ^
                        egress-pool.yml:10:13: error: source cannot be the broadcast address: 255.255.255.255
                                - source: 255.255.255.255
                                          ^
                        egress-pool.yml:11:13: error: source must be an IP address, a range A-B or a CIDR block, found a list
                                - source: [10.0.0.1]
                                          ^
                        10 errors. The proxy did not start.\
                        """),
                Arguments.of(
                        """
                        egress:
                          - proxy: sock5://user:secret@h:1
                          - proxy: hop.example:1080
                          - proxy: http://:secret@h
                          - proxy: http://user:se%zzet@h
                          - proxy: http://user:secret@h:70000
                          - proxy: http://user:secret@
                          - proxy: http://::1:8080
                          - proxy: http://h/path
                          - proxy: http://a_b!c
                          - chain: []
                          - chain: http://h\
                        """,
                        """
                        egress-pool.yml:2:12: error: proxy has an unknown scheme: sock5://user:******@h:1; did you mean 'socks5'?
                                - proxy: sock5://user:******@h:1
                                         ^
                        egress-pool.yml:3:12: error: proxy is not a proxy URL, such as socks5h://hop.example:1080: hop.example:1080
                                - proxy: hop.example:1080
                                         ^
                        egress-pool.yml:4:12: error: proxy has credentials without a user name: http://:******@h
                                - proxy: http://:******@h
                                         ^
                        egress-pool.yml:5:12: error: proxy has credentials that are not percent-encoded UTF-8: http://user:*******@h
                                - proxy: http://user:*******@h
                                         ^
                        egress-pool.yml:6:12: error: proxy needs a port from 1 to 65535: http://user:******@h:70000
                                - proxy: http://user:******@h:70000
                                         ^
                        egress-pool.yml:7:12: error: proxy has no host: http://user:******@
                                - proxy: http://user:******@
                                         ^
                        egress-pool.yml:8:12: error: proxy needs its IPv6 address in brackets: http://:*******
                                - proxy: http://:*******
                                         ^
                        egress-pool.yml:9:12: error: proxy must end after the port, without a path: http://h/****
                                - proxy: http://h/****
                                         ^
                        egress-pool.yml:10:12: error: proxy has a host that is no name or address: http://a_b!c
                                - proxy: http://a_b!c
                                         ^
                        egress-pool.yml:11:12: error: chain is an empty list
                                - chain: []
                                         ^
                        egress-pool.yml:12:12: error: chain must be a list, found http://h
                                - chain: http://h
                                         ^
                        11 errors. The proxy did not start.\
                        """),
                Arguments.of(
                        """
                        egress:
                          - proxy: ${NONE}
                          - proxy: socks5://user:${NONE}@h
                          - proxy: ${TYPO}
                          - proxy: http://u:${oops@h
                          - proxy: http://u:${}@h\
                        """,
                        """
                        egress-pool.yml:2:12: error: the environment variable NONE is not set
                                - proxy: ${NONE}
                                         ^
                        egress-pool.yml:3:26: error: the environment variable NONE is not set
                                - proxy: socks5://user:*******@h
                                                       ^
                        egress-pool.yml:4:12: error: proxy has an unknown scheme: ${TYPO}
                                - proxy: ${TYPO}
                                         ^
                        egress-pool.yml:5:21: error: '${' must be followed by a variable's name and '}'
                                - proxy: http://u:******@h
                                                  ^
                        egress-pool.yml:6:21: error: '${' must be followed by a variable's name and '}'
                                - proxy: http://u:***@h
                                                  ^
                        5 errors. The proxy did not start.\
                        """),
                Arguments.of(
                        ANY
                                + "listen: [8080, a.example:80, '127.0.0.1:70000', '::1:80',"
                                + " '224.0.0.1:1', '127.0.0.1:5', 'localhost:5', [a]]\n",
                        """
                        egress-pool.yml:2:10: error: listen is not an address with a port, such as 127.0.0.1:8080: 8080
                                listen: [8080, a.example:80, '127.0.0.1:70000', '::1:80', '224.0.0.1:1', '127.0.0.1:5', 'localhost:5', [a]]
                                         ^
                        egress-pool.yml:2:16: error: listen is not an address with a port, such as 127.0.0.1:8080; names are not looked up: a.example:80
                                listen: [8080, a.example:80, '127.0.0.1:70000', '::1:80', '224.0.0.1:1', '127.0.0.1:5', 'localhost:5', [a]]
                                               ^
                        egress-pool.yml:2:30: error: listen needs a port from 0 to 65535: 127.0.0.1:70000
                                listen: [8080, a.example:80, '127.0.0.1:70000', '::1:80', '224.0.0.1:1', '127.0.0.1:5', 'localhost:5', [a]]
                                                             ^
                        egress-pool.yml:2:49: error: listen is not an address with a port, such as 127.0.0.1:8080 or [::1]:8080: ::1:80
                                listen: [8080, a.example:80, '127.0.0.1:70000', '::1:80', '224.0.0.1:1', '127.0.0.1:5', 'localhost:5', [a]]
                                                                                ^
                        egress-pool.yml:2:59: error: listen is a multicast address: 224.0.0.1:1
                                listen: [8080, a.example:80, '127.0.0.1:70000', '::1:80', '224.0.0.1:1', '127.0.0.1:5', 'localhost:5', [a]]
                                                                                          ^
                        egress-pool.yml:2:89: error: listen has the same address twice: localhost:5
                                listen: [8080, a.example:80, '127.0.0.1:70000', '::1:80', '224.0.0.1:1', '127.0.0.1:5', 'localhost:5', [a]]
                                                                                                                        ^
                        egress-pool.yml:2:104: error: listen must be an address with a port, such as 127.0.0.1:8080, found a list
                                listen: [8080, a.example:80, '127.0.0.1:70000', '::1:80', '224.0.0.1:1', '127.0.0.1:5', 'localhost:5', [a]]
                                                                                                                                       ^
                        7 errors. The proxy did not start.\
                        """),
                Arguments.of(
                        ANY + "listen: []\n",
                        """
                        egress-pool.yml:2:9: error: listen is an empty list
                                listen: []
                                        ^
                        1 error. The proxy did not start.\
                        """),
                Arguments.of(
                        ANY + "listen:\n",
                        """
                        egress-pool.yml:2:8: error: listen must be an address with a port, such as 127.0.0.1:8080, found nothing
                                listen:
                                       ^
                        1 error. The proxy did not start.\
                        """),
                Arguments.of(
                        ANY + "listen: [::1]:8080\n",
                        """
                        egress-pool.yml:2:10: error: this is not YAML: expected the node content, but found ':'; an address in brackets needs quotes
                                listen: [::1]:8080
                                         ^
                        1 error. The proxy did not start.\
                        """),
                Arguments.of(
                        ANY + "rotate: {every: requst, pick: roundrobin, evry: 1}\n",
                        """
                        egress-pool.yml:2:17: error: every has an unknown value: requst; did you mean 'request'?
                                rotate: {every: requst, pick: roundrobin, evry: 1}
                                                ^
                        egress-pool.yml:2:31: error: pick has an unknown value: roundrobin; did you mean 'round-robin'?
                                rotate: {every: requst, pick: roundrobin, evry: 1}
                                                              ^
                        egress-pool.yml:2:43: error: unknown key 'evry'; did you mean 'every'?
                                rotate: {every: requst, pick: roundrobin, evry: 1}
                                                                          ^
                        3 errors. The proxy did not start.\
                        """),
                Arguments.of(
                        ANY + "rotate: random\n",
                        """
                        egress-pool.yml:2:9: error: rotate must be a mapping, found random
                                rotate: random
                                        ^
                        1 error. The proxy did not start.\
                        """),
                Arguments.of(
                        ANY + "rotate: {pick: [random]}\n",
                        """
                        egress-pool.yml:2:16: error: pick must be one of random, round-robin, weighted, least-used, fastest, hash, found a list
                                rotate: {pick: [random]}
                                               ^
                        1 error. The proxy did not start.\
                        """),
                Arguments.of(
                        ANY + "dns: {servers: [dns.example, '9.9.9.9:0', 0.0.0.0]}\n",
                        """
                        egress-pool.yml:2:17: error: servers is a name, and nobody is there yet to look it up: dns.example; write {url: "dns.example", address: 192.0.2.53} with its address
                                dns: {servers: [dns.example, '9.9.9.9:0', 0.0.0.0]}
                                                ^
                        egress-pool.yml:2:30: error: servers needs a port from 1 to 65535: 9.9.9.9:0
                                dns: {servers: [dns.example, '9.9.9.9:0', 0.0.0.0]}
                                                             ^
                        egress-pool.yml:2:43: error: servers is an address that no server can have: 0.0.0.0
                                dns: {servers: [dns.example, '9.9.9.9:0', 0.0.0.0]}
                                                                          ^
                        3 errors. The proxy did not start.\
                        """),
                Arguments.of(
                        ANY + "dns: {servers: 9.9.9.9}\n",
                        """
                        egress-pool.yml:2:16: error: servers must be a list, found 9.9.9.9
                                dns: {servers: 9.9.9.9}
                                               ^
                        1 error. The proxy did not start.\
                        """),
                Arguments.of(
                        ANY + "targets: {allow: [localhost, 10.0.0.1/8]}\n",
                        """
                        egress-pool.yml:2:19: error: allow is not a CIDR block: localhost
                                targets: {allow: [localhost, 10.0.0.1/8]}
                                                  ^
                        egress-pool.yml:2:30: error: allow has bits set after its prefix: 10.0.0.1/8; did you mean '10.0.0.0/8'?
                                targets: {allow: [localhost, 10.0.0.1/8]}
                                                             ^
                        2 errors. The proxy did not start.\
                        """),
                Arguments.of(
                        ANY + "targets: {nat64: ['2001:db8::/33', x]}\n",
                        """
                        egress-pool.yml:2:19: error: nat64 is no prefix of NAT64: these are of IPv6, and have 32, 40, 48, 56, 64 or 96 bits, of which those from 64 to 71 are zero: 2001:db8::/33
                                targets: {nat64: ['2001:db8::/33', x]}
                                                  ^
                        egress-pool.yml:2:36: error: nat64 is not a CIDR block: x
                                targets: {nat64: ['2001:db8::/33', x]}
                                                                   ^
                        2 errors. The proxy did not start.\
                        """),
                Arguments.of(
                        ANY + "targets: {alow: [10.0.0.0/8]}\n",
                        """
                        egress-pool.yml:2:11: error: unknown key 'alow'; did you mean 'allow'?
                                targets: {alow: [10.0.0.0/8]}
                                          ^
                        1 error. The proxy did not start.\
                        """),
                Arguments.of(
                        ANY + "tunnels: {max-age: 0s, max-bytes: 0, quiet: -1s, grace: 5}\n",
                        """
                        egress-pool.yml:2:20: error: max-age must be longer than nothing: 0s
                                tunnels: {max-age: 0s, max-bytes: 0, quiet: -1s, grace: 5}
                                                   ^
                        egress-pool.yml:2:35: error: max-bytes must be a size from 1B to 1TiB: 0
                                tunnels: {max-age: 0s, max-bytes: 0, quiet: -1s, grace: 5}
                                                                  ^
                        egress-pool.yml:2:45: error: quiet is not a duration, such as 10s or 1m30s: -1s
                                tunnels: {max-age: 0s, max-bytes: 0, quiet: -1s, grace: 5}
                                                                            ^
                        egress-pool.yml:2:57: error: grace needs a unit (ms, s, m, h or d): 5
                                tunnels: {max-age: 0s, max-bytes: 0, quiet: -1s, grace: 5}
                                                                                        ^
                        4 errors. The proxy did not start.\
                        """),
                Arguments.of(
                        ANY + "tunnels: {max-bytes: 1025GiB, max-age: soon, idle: , bytes: 1}\n",
                        """
                        egress-pool.yml:2:22: error: max-bytes must be a size from 1B to 1TiB: 1025GiB
                                tunnels: {max-bytes: 1025GiB, max-age: soon, idle: , bytes: 1}
                                                     ^
                        egress-pool.yml:2:40: error: max-age is not a duration, such as 10s or 1m30s: soon
                                tunnels: {max-bytes: 1025GiB, max-age: soon, idle: , bytes: 1}
                                                                       ^
                        egress-pool.yml:2:51: error: idle must be a duration, such as 10s or 1m30s, found nothing
                                tunnels: {max-bytes: 1025GiB, max-age: soon, idle: , bytes: 1}
                                                                                  ^
                        egress-pool.yml:2:54: error: unknown key 'bytes'; known are max-age, max-bytes, idle, quiet, grace
                                tunnels: {max-bytes: 1025GiB, max-age: soon, idle: , bytes: 1}
                                                                                     ^
                        4 errors. The proxy did not start.\
                        """),
                Arguments.of(
                        ANY + "tunnels: {max-bytes: 999999999999999999TiB}\n",
                        """
                        egress-pool.yml:2:22: error: max-bytes must be a size from 1B to 1TiB: 999999999999999999TiB
                                tunnels: {max-bytes: 999999999999999999TiB}
                                                     ^
                        1 error. The proxy did not start.\
                        """),
                Arguments.of(
                        ANY + "tunnels: {max-bytes: 1GB}\nlimits: {line: 1GiB, head: 5MiB}\n",
                        """
                        egress-pool.yml:2:22: error: max-bytes is not a size from 1B to 1TiB: 1GB
                                tunnels: {max-bytes: 1GB}
                                                     ^
                        egress-pool.yml:3:16: error: line must be a size from 1KiB to 1MiB: 1GiB
                                limits: {line: 1GiB, head: 5MiB}
                                               ^
                        egress-pool.yml:3:28: error: head must be a size from 1KiB to 4MiB: 5MiB
                                limits: {line: 1GiB, head: 5MiB}
                                                           ^
                        3 errors. The proxy did not start.\
                        """),
                Arguments.of(
                        ANY + "timeouts: {connect: 10, idle: 0s}\n",
                        """
                        egress-pool.yml:2:21: error: connect needs a unit (ms, s, m, h or d): 10
                                timeouts: {connect: 10, idle: 0s}
                                                    ^
                        egress-pool.yml:2:31: error: idle must be longer than nothing: 0s
                                timeouts: {connect: 10, idle: 0s}
                                                              ^
                        2 errors. The proxy did not start.\
                        """),
                Arguments.of(
                        ANY + "timeouts: {connect: ten, idle: 400d}\n",
                        """
                        egress-pool.yml:2:21: error: connect is not a duration, such as 10s or 1m30s: ten
                                timeouts: {connect: ten, idle: 400d}
                                                    ^
                        egress-pool.yml:2:32: error: idle is longer than 365d: 400d
                                timeouts: {connect: ten, idle: 400d}
                                                               ^
                        2 errors. The proxy did not start.\
                        """),
                Arguments.of(
                        ANY + "attempts: 0\n",
                        """
                        egress-pool.yml:2:11: error: attempts must be a number from 1 to 100: 0
                                attempts: 0
                                          ^
                        1 error. The proxy did not start.\
                        """),
                Arguments.of(
                        ANY + "attempts: 101\n",
                        """
                        egress-pool.yml:2:11: error: attempts must be a number from 1 to 100: 101
                                attempts: 101
                                          ^
                        1 error. The proxy did not start.\
                        """),
                Arguments.of(
                        ANY + "attempts: three\n",
                        """
                        egress-pool.yml:2:11: error: attempts must be a number from 1 to 100: three
                                attempts: three
                                          ^
                        1 error. The proxy did not start.\
                        """),
                Arguments.of(
                        ANY + "reuse: sesion\n",
                        """
                        egress-pool.yml:2:8: error: reuse has an unknown value: sesion; did you mean 'session'?
                                reuse: sesion
                                       ^
                        1 error. The proxy did not start.\
                        """),
                Arguments.of(
                        ANY + "reuse: ''\n",
                        """
                        egress-pool.yml:2:8: error: reuse has an unknown value: ''; known are session, egress, never
                                reuse: ''
                                       ^
                        1 error. The proxy did not start.\
                        """),
                Arguments.of(
                        "egress:\n\t- interface: any\n",
                        """
                        egress-pool.yml:2:1: error: a tab cannot stand here; indent with spaces
                                 - interface: any
                                ^
                        1 error. The proxy did not start.\
                        """),
                Arguments.of(
                        "egress: [\n",
                        """
                        egress-pool.yml:2:1: error: this is not YAML: expected the node content, but found '<stream end>'
                        1 error. The proxy did not start.\
                        """),
                Arguments.of(
                        "egress: 'x\n",
                        """
                        egress-pool.yml:2:1: error: this is not YAML: found unexpected end of stream
                        1 error. The proxy did not start.\
                        """),
                Arguments.of(
                        "egress: &a [*a]\n",
                        """
                        egress-pool.yml:1:13: error: an alias within what it stands for
                                egress: &a [*a]
                                            ^
                        1 error. The proxy did not start.\
                        """),
                Arguments.of(
                        ANY + "reuse: *b\n",
                        """
                        egress-pool.yml:2:8: error: there is no anchor '&b' before this
                                reuse: *b
                                       ^
                        1 error. The proxy did not start.\
                        """),
                Arguments.of(
                        ANY + "reuse: !!str never\n",
                        """
                        egress-pool.yml:2:8: error: tags, such as !this, are not known here
                                reuse: !!str never
                                       ^
                        1 error. The proxy did not start.\
                        """),
                Arguments.of(
                        ANY + "---\negress: [{interface: any}]\n",
                        """
                        egress-pool.yml:2:1: error: a second document; one is all there may be
                                ---
                                ^
                        1 error. The proxy did not start.\
                        """),
                Arguments.of(
                        ANY + "attempts: 0\r\nreuse: x\r\n",
                        """
                        egress-pool.yml:2:11: error: attempts must be a number from 1 to 100: 0
                                attempts: 0
                                          ^
                        egress-pool.yml:3:8: error: reuse has an unknown value: x; known are session, egress, never
                                reuse: x
                                       ^
                        2 errors. The proxy did not start.\
                        """),
                Arguments.of(
                        ANY + "? [a]\n: b\n",
                        """
                        egress-pool.yml:2:3: error: a key must be text, found a list
                                ? [a]
                                  ^
                        1 error. The proxy did not start.\
                        """),
                Arguments.of(
                        ANY + "reuse: \u0007\n",
                        """
                        egress-pool.yml:2:8: error: this is no text file: it holds the character U+0007
                        1 error. The proxy did not start.\
                        """),
                Arguments.of(
                        "e\u0000g\u0000",
                        """
                        egress-pool.yml: error: this file is UTF-16; save it as UTF-8
                        1 error. The proxy did not start.\
                        """),
                Arguments.of(
                        ANY + "r\u00e9use: {\u00e9: 1, reuse: \u00e9}\nreuse: [\u00e9, 1",
                        """
                        egress-pool.yml:3:13: error: this is not YAML: expected ',' or ']', but got <stream end>
                                reuse: [é, 1
                                            ^
                        1 error. The proxy did not start.\
                        """));
    }

    private static String report(String file) {
        try {
            PoolFile.parse(
                    "egress-pool.yml",
                    file.getBytes(StandardCharsets.UTF_8),
                    PoolFileTest::environment);
            return "";
        } catch (ConfigException refused) {
            return refused.report();
        }
    }
}
