package dev.gyre.cli;

import dev.gyre.access.rules.Scheme;
import dev.gyre.app.ExplainJson;
import dev.gyre.app.ExplainText;
import dev.gyre.app.Explainer;
import dev.gyre.app.Explainer.Asking;
import dev.gyre.app.Explainer.Explained;
import dev.gyre.app.NoEgressException;
import dev.gyre.config.ConfigException;
import dev.gyre.config.PoolFile;
import dev.gyre.net.Addresses;
import dev.gyre.net.Credentials;
import dev.gyre.net.Target;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;

/// `gyre explain`.
@Command(
        name = "explain",
        description =
                "Tells by which egress a request would leave, and why: what the pool holds, what"
                    + " speaks against each part of it, and which is taken. Sends nothing. The pool"
                    + " is that of a proxy that has just started: no egress has failed yet.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  gyre explain http://example.com/",
            "  gyre explain -n 5 --user 'me-session-abc-country-de' https://example.com/",
            "  gyre explain --session abc --json example.com:443 my-pool.yml"
        })
final class ExplainCommand implements Callable<Integer> {

    private static final int MOST_REQUESTS = 10_000;

    @Spec private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "URL",
            description = "What is asked for: a URL, or HOST:PORT.")
    private String url;

    @Parameters(
            index = "1",
            paramLabel = "FILE",
            arity = "0..1",
            defaultValue = "egress-pool.yml",
            description = "The pool file (default: ${DEFAULT-VALUE}).")
    private Path file;

    @Option(
            names = {"-u", "--user"},
            paramLabel = "NAME[:PASSWORD]",
            description = "The proxy user that asks, with what it wants in its name or password.")
    private Optional<String> user = Optional.empty();

    @Option(
            names = {"-s", "--session"},
            paramLabel = "NAME",
            description = "The session that it names, as in the field Gyre-Session.")
    private Optional<String> session = Optional.empty();

    @Option(
            names = "--client",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "Where the client connects from (default: ${DEFAULT-VALUE}).")
    private String client;

    @Option(
            names = "--by",
            paramLabel = "WAY",
            description =
                    "How it asks, as rules know it: http, connect, socks4, socks5 or dns"
                            + " (default: http for http://, connect for other URLs, else"
                            + " socks5).")
    private Optional<String> by = Optional.empty();

    @Option(
            names = {"-n", "--requests"},
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "How many requests it makes on one connection (default: ${DEFAULT-VALUE}).")
    private int requests;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Target target = target().orElseThrow(() -> wrong("URL: neither a URL nor HOST:PORT"));
        InetAddress from =
                Addresses.parse(client).orElseThrow(() -> wrong("--client: not an address"));
        if (requests < 1 || requests > MOST_REQUESTS) {
            throw wrong("--requests: not from 1 to " + MOST_REQUESTS);
        }
        try {
            PoolFile pool = PoolFile.read(file, name -> Optional.ofNullable(System.getenv(name)));
            Explainer explainer = Explainer.of(pool);
            explainer
                    .missing()
                    .forEach(list -> spec.commandLine().getErr().println("gyre: " + list));
            List<Explained> explained =
                    explainer.explain(
                            new Asking(from, user.map(ExplainCommand::split), session, scheme()),
                            target,
                            requests);
            spec.commandLine()
                    .getOut()
                    .print(json ? ExplainJson.of(explained) : ExplainText.of(explained));
            spec.commandLine().getOut().flush();
            return 0;
        } catch (ConfigException invalid) {
            spec.commandLine().getErr().println(invalid.report());
            return 2;
        } catch (NoEgressException empty) {
            spec.commandLine().getErr().println("gyre: " + empty.getMessage());
            return 2;
        } catch (IllegalArgumentException bad) {
            throw wrong("--user, --session: " + bad.getMessage());
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private static Credentials split(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? new Credentials(text, "")
                : new Credentials(text.substring(0, colon), text.substring(colon + 1));
    }

    /// Programs ask for anything but plain HTTP with CONNECT.
    private Scheme scheme() {
        if (by.isPresent()) {
            return Arrays.stream(Scheme.values())
                    .filter(each -> each.name().equalsIgnoreCase(by.get()))
                    .findFirst()
                    .orElseThrow(() -> wrong("--by: none of http, connect, socks4, socks5, dns"));
        }
        if (!url.contains("://")) {
            return Scheme.SOCKS5;
        }
        return url.toLowerCase(Locale.ROOT).startsWith("http://") ? Scheme.HTTP : Scheme.CONNECT;
    }

    private Optional<Target> target() {
        int scheme = url.indexOf("://");
        if (scheme < 0) {
            return Target.parse(url);
        }
        int port =
                switch (url.substring(0, scheme).toLowerCase(Locale.ROOT)) {
                    case "http", "ws" -> 80;
                    case "https", "wss" -> 443;
                    default -> 0;
                };
        String rest = url.substring(scheme + 3);
        int end = 0;
        while (end < rest.length() && "/?#".indexOf(rest.charAt(end)) < 0) {
            end++;
        }
        String authority = rest.substring(0, end);
        return port == 0 || authority.indexOf('@') >= 0
                ? Optional.empty()
                : Target.parse(authority, port);
    }
}
