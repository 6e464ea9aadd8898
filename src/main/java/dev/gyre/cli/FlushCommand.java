package dev.gyre.cli;

import dev.gyre.config.BadValue;
import dev.gyre.config.ListenAddress;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.Callable;

/// `gyre flush`.
@Command(
        name = "flush",
        description =
                "Has a proxy that runs on this machine forget all that name servers have answered:"
                        + " names are asked for anew. Prints how many answers there were.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  gyre flush",
            "  gyre flush --proxy 127.0.0.1:3128",
            "",
            "Exit codes: 0 they are forgotten, 1 there is no such proxy, or it refuses, 2 wrong"
                    + " usage."
        })
final class FlushCommand implements Callable<Integer> {

    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int MOST_OCTETS = 64 << 10;
    private static final String END_OF_HEAD = "\r\n\r\n";
    private static final String REQUEST =
            """
            POST http://dns.gyre/flush HTTP/1.1\r
            Host: dns.gyre\r
            Content-Length: 0\r
            Connection: close\r
            """;

    @Spec private CommandSpec spec;

    @Option(
            names = {"-x", "--proxy"},
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1:8080",
            description = "Where the proxy listens (default: ${DEFAULT-VALUE}).")
    private String proxy;

    @Option(
            names = {"-U", "--proxy-user"},
            paramLabel = "NAME:PASSWORD",
            description = "Who says so, where the proxy is for users only.")
    private @Nullable String user;

    @Override
    public Integer call() throws IOException {
        String reply;
        try (Socket socket = new Socket()) {
            socket.connect(address(), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.getOutputStream().write(request());
            reply =
                    new String(
                            socket.getInputStream().readNBytes(MOST_OCTETS),
                            StandardCharsets.US_ASCII);
        } catch (IOException failed) {
            throw new IOException(
                    "no proxy answers at " + proxy + ": " + failed.getMessage(), failed);
        }
        int body = reply.indexOf(END_OF_HEAD);
        if (body < 0 || !reply.startsWith("HTTP/1.1 ")) {
            throw new IOException("what answers at " + proxy + " is no proxy");
        }
        String text = reply.substring(body + END_OF_HEAD.length()).strip();
        if (!reply.startsWith("HTTP/1.1 200 ")) {
            throw new IOException(
                    "the proxy at "
                            + proxy
                            + " refuses: "
                            + reply.substring("HTTP/1.1 ".length(), reply.indexOf('\r')));
        }
        spec.commandLine().getOut().println(text);
        spec.commandLine().getOut().flush();
        return 0;
    }

    private byte[] request() {
        String said =
                user == null
                        ? ""
                        : "Proxy-Authorization: Basic "
                                + Base64.getEncoder()
                                        .encodeToString(user.getBytes(StandardCharsets.UTF_8))
                                + "\r\n";
        return (REQUEST + said + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private InetSocketAddress address() {
        try {
            return ListenAddress.parse(proxy);
        } catch (BadValue bad) {
            throw new ParameterException(
                    spec.commandLine(), "--proxy: error: " + bad.getMessage() + ": " + proxy);
        }
    }
}
