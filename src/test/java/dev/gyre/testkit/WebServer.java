package dev.gyre.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A web server of Debian's: what it serves are the files of a directory, among them `/file`, 200,000 octets of text; what it was
/// asked is in its log.
public final class WebServer implements AutoCloseable {

    /// Which one.
    public enum Kind {
        NGINX,
        APACHE,
        NODE,
        PYTHON
    }

    private static final InetAddress LISTEN = InetAddress.ofLiteral("127.0.0.1");
    private static final Pattern LOGGED = Pattern.compile("^.*?\"(.*)\" [0-9]{3} [0-9-]+$");
    private static final Pattern ESCAPED = Pattern.compile("\\\\(?:x([0-9a-fA-F]{2})|(.))");

    private final Kind kind;
    private final Running running;
    private final InetSocketAddress address;
    private final Path log;

    private WebServer(Kind kind, Running running, InetSocketAddress address, Path log) {
        this.kind = kind;
        this.running = running;
        this.address = address;
        this.log = log;
    }

    /// Starts it on a free port of 127.0.0.1.
    public static WebServer start(Kind kind) {
        String program =
                switch (kind) {
                    case NGINX -> "nginx";
                    case APACHE -> "apache2";
                    case NODE -> "node";
                    case PYTHON -> "python3";
                };
        String path = TestPeers.require(program).toString();
        int port = TestPeers.freePort();
        InetSocketAddress address = new InetSocketAddress(LISTEN, port);
        Path[] log = new Path[1];
        Running running =
                Running.start(
                        program,
                        address,
                        dir -> {
                            log[0] = dir.resolve("access.log");
                            files(dir);
                            return switch (kind) {
                                case NGINX -> nginx(path, dir, port);
                                case APACHE -> apache(path, dir, port);
                                case NODE -> node(path, dir, port);
                                case PYTHON -> python(path, dir, port);
                            };
                        });
        return new WebServer(kind, running, address, log[0]);
    }

    /// A server that begins as root goes on as nobody: that one must be able to read.
    private static void files(Path dir) throws IOException {
        Path files = Files.createDirectory(dir.resolve("files"));
        for (Path each : List.of(dir, files)) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Files.writeString(files.resolve("file"), "The quick brown fox.\n".repeat(10_000));
        Files.writeString(files.resolve("index.html"), "<!doctype html><p>hello\n");
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static List<String> nginx(String program, Path dir, int port) throws IOException {
        String settings =
                """
                daemon off; error_log stderr; pid %1$s/pid;
                events { worker_connections 512; }
                http {
                  log_format lines escape=none '"$request" $status 0';
                  access_log %1$s/access.log lines;
                  client_body_temp_path %1$s/body; proxy_temp_path %1$s/proxy; fastcgi_temp_path %1$s/fcgi;
                  uwsgi_temp_path %1$s/uwsgi; scgi_temp_path %1$s/scgi;
                  default_type text/plain; gzip on; gzip_min_length 100;
                  server {
                    listen 127.0.0.1:%2$d;
                    location / { return 200 "ok"; }
                    location = /file { root %1$s/files; }
                  }
                }
                """
                        .formatted(dir, port);
        Path file = Files.writeString(dir.resolve("nginx.conf"), settings);
        return List.of(program, "-p", dir.toString(), "-c", file.toString());
    }

    private static List<String> apache(String program, Path dir, int port) throws IOException {
        StringBuilder settings = new StringBuilder();
        for (String module : List.of("mpm_event", "authz_core", "filter", "deflate")) {
            settings.append(
                    "LoadModule %1$s_module /usr/lib/apache2/modules/mod_%1$s.so\n"
                            .formatted(module));
        }
        if (isRoot()) {
            settings.append("User nobody\nGroup nogroup\n");
        }
        settings.append(
                """
                ServerRoot %1$s
                ServerName localhost
                DefaultRuntimeDir %1$s
                PidFile %1$s/pid
                Listen 127.0.0.1:%2$d
                ErrorLog /dev/stderr
                LogFormat "\\"%%r\\" %%>s 0" lines
                CustomLog %1$s/access.log lines
                DocumentRoot %1$s/files
                <Directory %1$s/files>
                  Require all granted
                </Directory>
                SetOutputFilter DEFLATE
                KeepAlive On
                AllowEncodedSlashes NoDecode
                StartServers 1
                """
                        .formatted(dir, port));
        Path file = Files.writeString(dir.resolve("apache2.conf"), settings);
        return List.of(program, "-DFOREGROUND", "-f", file.toString());
    }

    private static List<String> node(String program, Path dir, int port) throws IOException {
        String script =
                """
                const http = require('http'), fs = require('fs'), zlib = require('zlib');
                const log = line => fs.appendFileSync('%1$s/access.log', '"' + line + '" 200 0\\n');
                const server = http.createServer((q, s) => {
                  log(q.method + ' ' + q.url + ' HTTP/' + q.httpVersion);
                  q.resume();
                  q.on('end', () => {
                    if (q.url !== '/file') return s.end('ok');
                    const zip = /gzip/.test(q.headers['accept-encoding']);
                    s.setHeader('Content-Type', 'text/plain');
                    if (zip) s.setHeader('Content-Encoding', 'gzip');
                    if (q.method === 'HEAD') return s.end();
                    const file = fs.createReadStream('%1$s/files/file');
                    (zip ? file.pipe(zlib.createGzip()) : file).pipe(s);
                  });
                });
                server.on('clientError', (e, socket) => {
                  // A connection that ends within a request is no request.
                  if (e.code !== 'HPE_INVALID_EOF_STATE') log('BAD ' + e.code);
                  socket.end('HTTP/1.1 400 Bad Request\\r\\nConnection: close\\r\\n\\r\\n');
                });
                server.keepAliveTimeout = 60000;
                server.listen(%2$d, '127.0.0.1');
                """
                        .formatted(dir, port);
        return List.of(
                program,
                "--max-http-header-size=131072",
                Files.writeString(dir.resolve("server.js"), script).toString());
    }

    /// Debian's own server logs to what it prints.
    private static List<String> python(String program, Path dir, int port) {
        String command =
                "exec \"$1\" -u -m http.server --bind 127.0.0.1 --directory \"$2/files\" \"$3\""
                        + " 2>\"$2/access.log\"";
        return List.of(
                "/bin/sh", "-c", command, "sh", program, dir.toString(), Integer.toString(port));
    }

    /// `address:port` as an authority.
    public String authority() {
        return Loopback.authority(address);
    }

    public InetSocketAddress address() {
        return address;
    }

    /// The request lines that it logged, in the order in which the requests ended.
    public List<String> requestLines() {
        if (!Files.exists(log)) {
            return List.of();
        }
        try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            return lines.map(LOGGED::matcher)
                    .filter(Matcher::matches)
                    .map(line -> unescaped(line.group(1)))
                    .toList();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private String unescaped(String text) {
        if (kind != Kind.APACHE && kind != Kind.PYTHON) {
            return text;
        }
        return ESCAPED.matcher(text)
                .replaceAll(escape ->
                        Matcher.quoteReplacement(
                                escape.group(1) == null
                                        ? escape.group(2)
                                        : String.valueOf(
                                                (char) Integer.parseInt(escape.group(1), 16))));
    }

    /// What it printed so far.
    public String output() {
        return running.output();
    }

    @Override
    public void close() {
        running.close();
    }
}
