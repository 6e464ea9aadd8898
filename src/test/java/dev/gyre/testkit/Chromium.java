package dev.gyre.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A real browser without a window and with a new profile. It has one page, which loads one URL after the other; what a browser
/// keeps from one to the next (connections, its cache, cookies) is kept.
///
/// It looks no name up: with a proxy the names are left to that.
public final class Chromium implements AutoCloseable {

    private static final Duration PAGE = Duration.ofSeconds(30);
    private static final Pattern ENDPOINT =
            Pattern.compile("([0-9]+)\n(/devtools/browser/[0-9a-f-]{36})\\s*");

    /// Whom it asks for itself as it starts. That is none of the proxy's business, and goes nowhere.
    private static final String HOME =
            "*.google.com;*.googleapis.com;*.gstatic.com;*.duckduckgo.com";

    private static final List<String> OPTIONS =
            List.of(
                    "--headless",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--disable-dev-shm-usage",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-default-apps",
                    "--disable-extensions",
                    "--disable-sync",
                    "--disable-features=HttpsUpgrades,MediaRouter,OptimizationHints",
                    "--no-first-run",
                    "--remote-debugging-port=0");

    private final Running running;
    private final DevTools tools;
    private final BlockingQueue<String> loaded = new ArrayBlockingQueue<>(1024);
    private final String session;

    /// What each request that has been answered for is called.
    private final Set<String> answered = ConcurrentHashMap.newKeySet();

    private volatile Map<String, String> login = Map.of();

    private Chromium(Running running, Path directory) throws IOException {
        this.running = running;
        Matcher endpoint = ENDPOINT.matcher(activePort(directory));
        if (!endpoint.matches()) {
            throw new IOException("no endpoint");
        }
        this.tools =
                new DevTools(
                        URI.create("ws://127.0.0.1:" + endpoint.group(1) + endpoint.group(2)),
                        this::event);
        String target =
                text(call("", "Target.createTarget", Map.of("url", "about:blank")), "targetId");
        this.session =
                text(
                        call(
                                "",
                                "Target.attachToTarget",
                                Map.of("targetId", target, "flatten", true)),
                        "sessionId");
        call(session, "Page.enable", Map.of());
        call(session, "Page.setLifecycleEventsEnabled", Map.of("enabled", true));
    }

    /// Starts it with a proxy for everything, loopback too, such as `http://127.0.0.1:8080` or `socks5://127.0.0.1:8080`.
    ///
    /// @param options further ones of its command line
    public static Chromium start(String proxy, String... options) {
        List<String> all = new ArrayList<>(Arrays.asList(options));
        all.add("--proxy-server=" + proxy);
        all.add("--proxy-bypass-list=<-loopback>;" + HOME);
        all.add("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1");
        return start(all);
    }

    /// Starts it without a proxy; names under `.test` are 127.0.0.1, and no others exist.
    public static Chromium startDirect() {
        return start(
                List.of(
                        "--no-proxy-server",
                        "--host-resolver-rules=MAP *.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE"
                                + " 127.0.0.1"));
    }

    private static Chromium start(List<String> options) {
        String program = TestPeers.require("chromium").toString();
        Path[] directory = new Path[1];
        Running running =
                Running.start(
                        "chromium",
                        dir -> ENDPOINT.matcher(activePort(dir)).matches(),
                        dir -> {
                            directory[0] = dir;
                            List<String> command = new ArrayList<>();
                            command.addAll(List.of("/usr/bin/env", "HOME=" + dir, program));
                            command.addAll(OPTIONS);
                            command.add("--user-data-dir=" + dir.resolve("profile"));
                            command.addAll(options);
                            return command;
                        });
        try {
            return new Chromium(running, directory[0]);
        } catch (IOException failed) {
            String printed = running.output();
            running.close();
            throw new UncheckedIOException("it printed:\n" + printed, failed);
        }
    }

    /// What it writes when one may speak to it: its port, and the path of the browser.
    private static String activePort(Path directory) {
        try {
            Path file = directory.resolve("profile/DevToolsActivePort");
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException notYet) {
            return "";
        }
    }

    /// Tells the proxy who it is where that asks, from now on: once for each request, and then gives up.
    public void logIn(String user, String password) throws IOException {
        login = Map.of("response", "ProvideCredentials", "username", user, "password", password);
        call(session, "Fetch.enable", Map.of("handleAuthRequests", true));
    }

    /// Loads a page with all that belongs to it, and returns its text as a person would read it.
    ///
    /// @throws IOException when there is no page, as `net::ERR_…`, or it is not loaded within 30 s
    public String load(String url) throws IOException {
        loaded.clear();
        Map<?, ?> answer = call(session, "Page.navigate", Map.of("url", url));
        if (answer.get("errorText") instanceof String error) {
            throw new IOException(url + ": " + error);
        }
        awaitLoad(url, text(answer, "loaderId"));
        return evaluate("document.body.innerText");
    }

    private void awaitLoad(String url, String loader) throws IOException {
        long end = System.nanoTime() + PAGE.toNanos();
        try {
            for (String one = ""; !one.equals(loader); ) {
                one = loaded.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (one == null) {
                    throw new IOException(url + " is not loaded within " + PAGE);
                }
            }
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
            throw new IOException(impatient);
        }
    }

    private void event(String method, Map<?, ?> parameters) {
        switch (method) {
            case "Page.lifecycleEvent" -> {
                if ("load".equals(parameters.get("name"))
                        && parameters.get("loaderId") instanceof String loader) {
                    boolean _ = loaded.offer(loader);
                }
            }
            case "Fetch.requestPaused" -> answer("Fetch.continueRequest", parameters, Map.of());
            case "Fetch.authRequired" ->
                    answer(
                            "Fetch.continueWithAuth",
                            parameters,
                            Map.of("authChallengeResponse", credentials(parameters)));
            default -> {}
        }
    }

    /// Tells who it is the first time that the proxy asks for a request, and nobody else.
    private Map<String, String> credentials(Map<?, ?> asked) {
        boolean byProxy =
                asked.get("authChallenge") instanceof Map<?, ?> challenge
                        && "Proxy".equals(challenge.get("source"));
        return byProxy && answered.add(String.valueOf(asked.get("requestId")))
                ? login
                : Map.of("response", "CancelAuth");
    }

    /// On a thread of its own, since the one that brings events brings what is said to this, too.
    private void answer(String method, Map<?, ?> paused, Map<String, ?> more) {
        Map<String, Object> parameters = new HashMap<>(more);
        parameters.put("requestId", String.valueOf(paused.get("requestId")));
        Thread.startVirtualThread(() -> {
            try {
                call(session, method, parameters);
            } catch (IOException gone) {
                // The page is not loaded then, and whoever waits for it is told so.
            }
        });
    }

    /// The value of a JavaScript expression in the page, or of what it promises, as text.
    ///
    /// @throws IOException when it throws
    public String evaluate(String expression) throws IOException {
        Map<?, ?> answer =
                call(
                        session,
                        "Runtime.evaluate",
                        Map.of(
                                "expression",
                                expression,
                                "awaitPromise",
                                true,
                                "returnByValue",
                                true));
        if (answer.containsKey("exceptionDetails")
                || !(answer.get("result") instanceof Map<?, ?> result)) {
            throw new IOException(expression + ": " + answer);
        }
        return String.valueOf(result.get("value"));
    }

    private Map<?, ?> call(String where, String method, Map<String, ?> parameters)
            throws IOException {
        return tools.call(where, method, parameters, PAGE);
    }

    private static String text(Map<?, ?> answer, String member) throws IOException {
        if (answer.get(member) instanceof String text) {
            return text;
        }
        throw new IOException("no " + member + " in " + answer);
    }

    /// What it printed so far.
    public String output() {
        return running.output();
    }

    @Override
    public void close() {
        tools.close();
        running.close();
    }
}
