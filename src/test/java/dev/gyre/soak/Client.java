package dev.gyre.soak;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// One client after the other, each of some kind: what it asks for is its errand, and what it gets the outcome.
final class Client implements Runnable {

    /// Where targets are.
    ///
    /// @param rude the one that spoils its own connections
    record Targets(int good, int rude) {
        int port(Manner manner) {
            return manner == Manner.REFUSED ? 1 : manner.kind == Manner.Kind.RUDE ? rude : good;
        }
    }

    private static final int TIMEOUT_MILLIS = 40_000;
    private static final Duration SLOWLY = Duration.ofMillis(10);
    private static final List<Manner> GOOD =
            Stream.of(Manner.values()).filter(each -> each.kind == Manner.Kind.GOOD).toList();
    private static final List<Manner> ALL = List.of(Manner.values());

    private final Ledger ledger;
    private final InetSocketAddress proxy;
    private final Targets targets;
    private final SplittableRandom random;

    Client(Ledger ledger, InetSocketAddress proxy, Targets targets, long seed) {
        this.ledger = ledger;
        this.proxy = proxy;
        this.targets = targets;
        this.random = new SplittableRandom(seed);
    }

    @Override
    public void run() {
        while (!ledger.stopped()) {
            try (Socket socket = new Socket()) {
                socket.setTcpNoDelay(true);
                socket.setSoTimeout(TIMEOUT_MILLIS);
                socket.connect(proxy, TIMEOUT_MILLIS);
                int chance = random.nextInt(100);
                if (chance < 45) {
                    oneByOne(socket, "http", false);
                } else if (chance < 60) {
                    pipelined(socket);
                } else if (chance < 75) {
                    tunnel(socket, "connect");
                } else if (chance < 88) {
                    tunnel(socket, "socks5");
                } else if (chance < 95) {
                    vanish(socket);
                } else {
                    babble(socket);
                }
            } catch (IOException broken) {
                ledger.fail("the proxy takes no connection: " + broken);
                ledger.pause(SLOWLY);
            } catch (RuntimeException mistake) {
                ledger.fail("the soak's own client is wrong: " + mistake);
            }
        }
    }

    private Errand errand(String way, List<Manner> manners, boolean honest) {
        Manner manner =
                random.nextInt(100) < 75
                        ? GOOD.get(random.nextInt(GOOD.size()))
                        : manners.get(random.nextInt(manners.size()));
        int chance = random.nextInt(100);
        String method = chance < 60 ? "GET" : chance < 70 ? "HEAD" : "POST";
        if (manner == Manner.EARLY || manner == Manner.DEAF) {
            method = "POST";
        }
        int most = manner == Manner.DRIP ? 200 : random.nextInt(30) == 0 ? 1 << 20 : 4000;
        return ledger.open(way, method, manner, 16 + random.nextInt(most), honest);
    }

    /// @param inTunnel whether the target is spoken to, not the proxy
    private byte[] request(Errand errand, boolean inTunnel) {
        String authority = "127.0.0.1:" + targets.port(errand.manner);
        String head =
                errand.method
                        + (inTunnel ? " " : " http://" + authority)
                        + errand.path()
                        + " HTTP/1.1\r\nHost: "
                        + authority
                        + "\r\n";
        if (!errand.method.equals("POST")) {
            return ascii(head + "\r\n");
        }
        byte[] body =
                Content.of(
                        errand.id + "up", random.nextInt(random.nextInt(20) == 0 ? 300_000 : 3000));
        if (random.nextBoolean()) {
            return concat(ascii(head + "Content-Length: " + body.length + "\r\n\r\n"), body);
        }
        // What the proxy takes off is not sent by a way on which it takes off nothing.
        String size = Integer.toHexString(body.length) + (inTunnel ? "\r\n" : ";x=y\r\n");
        String end = inTunnel ? "\r\n0\r\n\r\n" : "\r\n0\r\nT: u\r\n\r\n";
        byte[] framed =
                body.length == 0
                        ? ascii("0\r\n\r\n")
                        : concat(concat(ascii(size), body), ascii(end));
        return concat(ascii(head + "Transfer-Encoding: chunked\r\n\r\n"), framed);
    }

    /// Sends it, in one piece or in several; what is not taken any more will show in the reply.
    private void send(Socket socket, byte[] bytes) {
        try {
            OutputStream out = socket.getOutputStream();
            int at = 0;
            if (random.nextInt(4) == 0) {
                at = random.nextInt(Math.min(bytes.length, 400));
                out.write(bytes, 0, at);
                out.flush();
            }
            out.write(bytes, at, bytes.length - at);
            out.flush();
        } catch (IOException answeredAlready) {
            // Perhaps with a word about it.
        }
    }

    private void oneByOne(Socket socket, String way, boolean inTunnel) throws IOException {
        InputStream in = input(socket);
        String before = "the first";
        for (int left = 1 + random.nextInt(6); left > 0 && !ledger.stopped(); left--) {
            Errand errand = errand(way, ALL, true);
            if (inTunnel && targets.port(errand.manner) != targets.good) {
                ledger.end(errand, Errand.Outcome.GAVE_UP, "another target");
                return;
            }
            send(socket, request(errand, inTunnel));
            Reply reply = Reply.read(errand, in, inTunnel);
            ledger.end(errand, reply.outcome(), reply.how() + ", after " + before);
            // What a bad target leaves over is only taken care of where the proxy reads along.
            if (!reply.goesOn() || (inTunnel && errand.manner.kind != Manner.Kind.GOOD)) {
                return;
            }
            before = errand + ": " + reply.outcome();
        }
    }

    /// Some read slowly.
    private InputStream input(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        if (random.nextInt(20) > 0) {
            return new BufferedInputStream(in, 1 << 14);
        }
        return new BufferedInputStream(in, 1 << 14) {
            @Override
            public int read(byte[] bytes, int from, int count) throws IOException {
                ledger.pause(SLOWLY);
                return super.read(bytes, from, count);
            }
        };
    }

    private void pipelined(Socket socket) throws IOException {
        Deque<Errand> asked = new ArrayDeque<>();
        byte[] all = {};
        for (int left = 2 + random.nextInt(5); left > 0; left--) {
            Errand errand = errand("pipelined", GOOD, true);
            asked.add(errand);
            all = concat(all, request(errand, false));
        }
        // What is sent must not wait for what is answered, nor the other way round.
        byte[] sent = all;
        Thread sender = Thread.ofVirtual().start(() -> send(socket, sent));
        InputStream in = input(socket);
        boolean goesOn = true;
        while (!asked.isEmpty()) {
            Errand errand = asked.poll();
            if (!goesOn) {
                ledger.end(errand, Errand.Outcome.GAVE_UP, "behind the last");
                continue;
            }
            Reply reply = Reply.read(errand, in, false);
            ledger.end(errand, reply.outcome(), reply.how());
            goesOn = reply.goesOn();
        }
        socket.close();
        join(sender);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void tunnel(Socket socket, String way) throws IOException {
        Errand opening = ledger.open(way, "CONNECT", Manner.LENGTH, 0, false);
        boolean up;
        try {
            up = way.equals("connect") ? connect(socket) : socks(socket);
        } catch (IOException cut) {
            ledger.end(opening, Errand.Outcome.CUT, cut.toString());
            return;
        }
        ledger.end(opening, up ? Errand.Outcome.RIGHT : Errand.Outcome.ERROR, "");
        if (up) {
            oneByOne(socket, way, true);
        }
    }

    private boolean connect(Socket socket) throws IOException {
        String authority = "127.0.0.1:" + targets.good;
        send(
                socket,
                ascii("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n"));
        return Wire.head(socket.getInputStream()).startsWith("HTTP/1.1 200 ");
    }

    private boolean socks(Socket socket) throws IOException {
        int port = targets.good;
        send(
                socket,
                new byte[] {5, 1, 0, 5, 1, 0, 1, 127, 0, 0, 1, (byte) (port >> 8), (byte) port});
        byte[] reply = socket.getInputStream().readNBytes(12);
        if (reply.length < 12) {
            throw new SocketException("closed in the dialogue");
        }
        return reply[3] == 0;
    }

    /// Asks, and leaves at any moment.
    private void vanish(Socket socket) throws IOException {
        Errand errand = errand("vanishing", ALL, false);
        try {
            byte[] request = request(errand, false);
            socket.getOutputStream().write(request, 0, 1 + random.nextInt(request.length));
            if (random.nextBoolean()) {
                ledger.pause(Duration.ofMillis(random.nextInt(30)));
            }
            if (random.nextBoolean()) {
                Server.reset(socket);
            }
        } catch (IOException goneBefore) {
            // It wanted to leave anyway.
        }
        ledger.end(errand, Errand.Outcome.GAVE_UP, "");
    }

    /// Sends what is no protocol, or almost one, and waits for the end.
    private void babble(Socket socket) {
        byte[] bytes = new byte[1 + random.nextInt(3000)];
        random.nextBytes(bytes);
        if (random.nextBoolean()) {
            byte[] begin = ascii("GET http://127.0.0.1:" + targets.good + "/x/ HTTP/1.1\r\n");
            System.arraycopy(begin, 0, bytes, 0, Math.min(begin.length, bytes.length));
        }
        send(socket, bytes);
        try {
            socket.shutdownOutput();
            long _ = socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        } catch (SocketTimeoutException hangs) {
            ledger.fail("what was no request is still not over");
        } catch (IOException reset) {
            // An end as good as any.
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
