package dev.gyre.outbound;

import dev.gyre.net.Failure;

import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Errors;

import java.net.BindException;
import java.net.NoRouteToHostException;

/// What a failed `connect` means. The system's own words for its error numbers are compared, in the language it speaks, since
/// the numbers themselves are not told.
final class ConnectErrors {

    private static final String REFUSED = words(111, "Connection refused");
    private static final String TIMED_OUT = words(110, "Connection timed out");
    private static final String IN_USE = words(98, "Address already in use");
    private static final String NOT_AVAILABLE = words(99, "Cannot assign requested address");

    private ConnectErrors() {}

    static Failure failure(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        if (cause instanceof ConnectTimeoutException) {
            return Failure.CONNECT_TIMEOUT;
        }
        if (cause instanceof BindException || message.startsWith("bind")) {
            return Failure.SOURCE_UNAVAILABLE;
        }
        if (message.contains(IN_USE) || message.contains(NOT_AVAILABLE)) {
            return Failure.SOURCE_EXHAUSTED;
        }
        if (cause instanceof NoRouteToHostException) {
            return Failure.UNREACHABLE;
        }
        if (message.contains(REFUSED)) {
            return Failure.CONNECTION_REFUSED;
        }
        return message.contains(TIMED_OUT) ? Failure.CONNECT_TIMEOUT : Failure.UNREACHABLE;
    }

    private static String words(int number, String english) {
        if (!Epoll.isAvailable()) {
            return english;
        }
        String message = new Errors.NativeIoException("", -number).getMessage();
        int colon = message == null ? -1 : message.lastIndexOf(": ");
        return message == null || colon < 0 ? english : message.substring(colon + 2);
    }
}
