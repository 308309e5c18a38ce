package dev.sluice.hooks;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLException;

/** What went wrong with a request, in words that hold nothing of the request or the answer. */
final class Failures {
    private Failures() {}

    static String describe(Throwable failure) {
        Throwable cause = unwrapped(failure);
        if (cause instanceof NoDecisionException) {
            return cause.getMessage();
        }
        if (hasCause(cause, UnresolvedAddressException.class)) {
            return "unknown host";
        }
        if (cause instanceof HttpTimeoutException) {
            return "cannot connect in time";
        }
        if (cause instanceof ConnectException) {
            return "cannot connect";
        }
        if (cause instanceof SSLException) {
            return "TLS: " + cause.getMessage();
        }
        return cause.getClass().getSimpleName();
    }

    /** Whether the backend is down. Whatever else may go wrong is none of that. */
    static boolean isOutage(Throwable failure) {
        Throwable cause = unwrapped(failure);
        return cause instanceof NoDecisionException
                ? ((NoDecisionException) cause).isOutage()
                : hasCause(cause, ConnectException.class)
                        || hasCause(cause, NoRouteToHostException.class)
                        || hasCause(cause, HttpConnectTimeoutException.class);
    }

    /** Whether the server itself is too busy. */
    static boolean isOverload(Throwable failure) {
        Throwable cause = unwrapped(failure);
        return cause instanceof NoDecisionException && ((NoDecisionException) cause).isOverload();
    }

    private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private static Throwable unwrapped(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
