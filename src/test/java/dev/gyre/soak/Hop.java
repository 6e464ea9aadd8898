package dev.gyre.soak;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An upstream proxy of HTTP or SOCKS5 that may misbehave.
final class Hop implements Server.Service {

    enum Conduct {
        GOOD,
        /// Does anything but its handshake, half of the time.
        BREAKS_HANDSHAKE,
        /// Cuts every third tunnel inside what the target says, and blames itself for it in the ledger.
        CUTS_TUNNELS
    }

    private static final Pattern ID = Pattern.compile("id-[0-9a-z]+-");
    private static final int LONGEST_ID = 32;
    private static final int MOST_BEFORE_CUT = 30_000;

    private final Ledger ledger;
    private final boolean socks;
    private final Conduct conduct;
    private final Random random;

    Hop(Ledger ledger, boolean socks, Conduct conduct, long seed) {
        this.ledger = ledger;
        this.socks = socks;
        this.conduct = conduct;
        this.random = new Random(seed);
    }

    @Override
    public void serve(Socket client) throws IOException {
        InputStream in = new BufferedInputStream(client.getInputStream(), 1 << 14);
        OutputStream out = client.getOutputStream();
        if (conduct == Conduct.BREAKS_HANDSHAKE && random.nextBoolean()) {
            misbehave(client, in, out);
            return;
        }
        InetSocketAddress where = socks ? askedBySocks(in, out) : askedByHttp(in);
        try (Socket target = new Socket()) {
            target.setTcpNoDelay(true);
            try {
                target.connect(where, 5_000);
            } catch (IOException refused) {
                byte[] no = {5, 5, 0, 1, 0, 0, 0, 0, 0, 0};
                out.write(socks ? no : ascii("HTTP/1.1 502 no\r\nContent-Length: 0\r\n\r\n"));
                out.flush();
                return;
            }
            byte[] yes = {5, 0, 0, 1, 0, 0, 0, 0, 0, 0};
            out.write(socks ? yes : ascii("HTTP/1.1 200 go\r\n\r\n"));
            out.flush();
            boolean cut = conduct == Conduct.CUTS_TUNNELS && random.nextInt(3) == 0;
            tunnel(client, in, target, cut ? random.nextInt(MOST_BEFORE_CUT) : -1);
        }
    }

    private void misbehave(Socket client, InputStream in, OutputStream out) throws IOException {
        if (in.read() < 0) {
            return;
        }
        switch (random.nextInt(6)) {
            case 0 -> Server.reset(client);
            case 1 -> {
                long _ = in.transferTo(OutputStream.nullOutputStream());
            }
            case 2 -> {
                byte[] garbage = new byte[64];
                random.nextBytes(garbage);
                out.write(garbage);
                out.flush();
            }
            case 3 -> out.write(ascii("HTTP/1.1 403 no\r\nContent-Length: 0\r\n\r\n"));
            case 4 -> {
                out.write(ascii("HTTP/1.1 200 go\r\n"));
                while (true) {
                    out.write(ascii("X-More: there is always one more\r\n"));
                }
            }
            default -> {
                // Closes.
            }
        }
    }

    private static InetSocketAddress askedByHttp(InputStream in) throws IOException {
        String[] start = Wire.head(in).split(" ", 3);
        if (!start[0].equals("CONNECT")) {
            throw new IOException("not CONNECT");
        }
        int colon = start[1].lastIndexOf(':');
        return new InetSocketAddress(
                InetAddress.ofLiteral(start[1].substring(0, colon)),
                Integer.parseInt(start[1].substring(colon + 1)));
    }

    private static InetSocketAddress askedBySocks(InputStream in, OutputStream out)
            throws IOException {
        byte[] greeting = exactly(in, 2);
        byte[] _ = exactly(in, greeting[1]);
        out.write(new byte[] {5, 0});
        out.flush();
        byte[] request = exactly(in, 4);
        InetAddress address =
                switch (request[3]) {
                    case 1 -> InetAddress.getByAddress(exactly(in, 4));
                    case 3 ->
                            InetAddress.ofLiteral(
                                    new String(
                                            exactly(in, exactly(in, 1)[0]),
                                            StandardCharsets.US_ASCII));
                    default -> throw new IOException("no such address");
                };
        byte[] port = exactly(in, 2);
        return new InetSocketAddress(address, (port[0] & 0xff) << 8 | (port[1] & 0xff));
    }

    private static byte[] exactly(InputStream in, int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException();
        }
        return bytes;
    }

    /// @param cutAfter so many bytes of the target are passed on, and no more; all when negative
    private void tunnel(Socket client, InputStream in, Socket target, int cutAfter)
            throws IOException {
        Set<String> seen = cutAfter < 0 ? new HashSet<>() : ConcurrentHashMap.newKeySet();
        Thread up =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                up(in, target, cutAfter < 0 ? null : seen);
                            } catch (IOException broken) {
                                bothReset(client, target);
                            }
                        });
        try {
            down(target, client, cutAfter, seen);
        } catch (IOException broken) {
            bothReset(client, target);
        }
        try {
            up.join();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static void bothReset(Socket client, Socket target) {
        try {
            Server.reset(client);
            Server.reset(target);
        } catch (IOException gone) {
            // It is.
        }
    }

    private static void up(InputStream in, Socket target, Set<String> seen) throws IOException {
        OutputStream out = target.getOutputStream();
        byte[] buffer = new byte[1 << 14];
        String tail = "";
        int count;
        while ((count = in.read(buffer)) >= 0) {
            if (seen != null) {
                String text = tail + new String(buffer, 0, count, StandardCharsets.ISO_8859_1);
                Matcher ids = ID.matcher(text);
                while (ids.find()) {
                    seen.add(ids.group());
                }
                tail = text.substring(Math.max(0, text.length() - LONGEST_ID));
            }
            out.write(buffer, 0, count);
        }
        target.shutdownOutput();
    }

    private void down(Socket target, Socket client, int cutAfter, Set<String> seen)
            throws IOException {
        InputStream in = target.getInputStream();
        OutputStream out = client.getOutputStream();
        byte[] buffer = new byte[1 << 14];
        int left = cutAfter;
        int count;
        while ((count = in.read(buffer)) >= 0) {
            if (cutAfter >= 0 && count > left) {
                for (String id : seen) {
                    Errand errand = ledger.find(id);
                    if (errand != null) {
                        errand.blamed = true;
                    }
                }
                out.write(buffer, 0, left);
                if (random.nextBoolean()) {
                    throw new IOException("cut");
                }
                client.close();
                target.close();
                return;
            }
            left -= count;
            out.write(buffer, 0, count);
        }
        client.shutdownOutput();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
