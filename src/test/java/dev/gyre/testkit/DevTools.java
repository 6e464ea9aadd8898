package dev.gyre.testkit;

import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/// A dialogue with a browser by the Chrome DevTools Protocol: calls with answers, and events.
///
/// Its messages are JSON, which is read as the YAML that it also is.
final class DevTools implements AutoCloseable {

    private static final LoadSettings JSON =
            LoadSettings.builder().setCodePointLimit(64 << 20).build();
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final HttpClient client =
            HttpClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build();
    private final Map<Integer, CompletableFuture<Map<?, ?>>> waiting = new ConcurrentHashMap<>();
    private final BiConsumer<String, Map<?, ?>> events;
    private final WebSocket socket;
    private int calls;

    /// Connects to a browser.
    ///
    /// @param events takes the method and the parameters of each event, on a thread of the dialogue
    DevTools(URI endpoint, BiConsumer<String, Map<?, ?>> events) {
        this.events = events;
        this.socket =
                client.newWebSocketBuilder()
                        .connectTimeout(CONNECT)
                        .buildAsync(endpoint, new Messages())
                        .join();
    }

    /// Calls a method and waits for its result.
    ///
    /// @param session of the page that is meant, or empty for the browser
    /// @param parameters texts, numbers, truth values, and such members
    /// @throws IOException when the browser says that it failed, is gone, or does not answer within the time
    Map<?, ?> call(String session, String method, Map<String, ?> parameters, Duration wait)
            throws IOException {
        CompletableFuture<Map<?, ?>> answer = new CompletableFuture<>();
        send(session, method, parameters, answer);
        try {
            Map<?, ?> message = answer.get(wait.toMillis(), TimeUnit.MILLISECONDS);
            if (message.get("result") instanceof Map<?, ?> result) {
                return result;
            }
            throw new IOException(method + ": " + message.get("error"));
        } catch (TimeoutException late) {
            throw new IOException(method + " has no answer within " + wait, late);
        } catch (ExecutionException gone) {
            throw new IOException(method + " has no answer", gone.getCause());
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
            throw new IOException(impatient);
        }
    }

    private synchronized void send(
            String session,
            String method,
            Map<String, ?> parameters,
            CompletableFuture<Map<?, ?>> answer)
            throws IOException {
        int id = ++calls;
        waiting.put(id, answer);
        String page = session.isEmpty() ? "" : ",\"sessionId\":" + json(session);
        try {
            var _ =
                    socket.sendText(
                                    "{\"id\":%d,\"method\":%s%s,\"params\":%s}"
                                            .formatted(id, json(method), page, json(parameters)),
                                    true)
                            .join();
        } catch (CompletionException gone) {
            throw new IOException(method + " can't be sent", gone.getCause());
        }
    }

    private static String json(Map<?, ?> members) {
        return members.entrySet().stream()
                .map(member ->
                        json(String.valueOf(member.getKey()))
                                + ":"
                                + switch (member.getValue()) {
                                    case Map<?, ?> inner -> json(inner);
                                    case String text -> json(text);
                                    case Object other -> other.toString();
                                })
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String json(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c < ' ' || c == '"' || c == '\\') {
                json.append("\\u%04x".formatted((int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }

    @Override
    public void close() {
        socket.abort();
        client.shutdownNow();
    }

    private final class Messages implements WebSocket.Listener {

        private final StringBuilder parts = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            parts.append(part);
            if (last) {
                String message = parts.toString();
                parts.setLength(0);
                read(message);
            }
            from.request(1);
            return CompletableFuture.completedStage(null);
        }

        private void read(String text) {
            if (!(new Load(JSON).loadFromString(text) instanceof Map<?, ?> message)) {
                throw new IllegalStateException("no message: " + text);
            }
            if (message.get("id") instanceof Integer id) {
                CompletableFuture<Map<?, ?>> answer = waiting.remove(id);
                if (answer != null) {
                    answer.complete(message);
                }
            } else if (message.get("method") instanceof String method
                    && message.get("params") instanceof Map<?, ?> parameters) {
                events.accept(method, parameters);
            }
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            gone(new IOException("the browser has closed: " + status + " " + reason));
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            gone(error);
        }

        private void gone(Throwable why) {
            waiting.values().forEach(answer -> answer.completeExceptionally(why));
        }
    }
}
