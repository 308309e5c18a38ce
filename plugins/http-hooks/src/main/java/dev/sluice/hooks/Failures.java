package dev.sluice.hooks;

import java.net.ConnectException;
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

    /** Whether the backend has said something that Sluice cannot do. */
    static boolean isUnsupported(Throwable failure) {
        Throwable cause = unwrapped(failure);
        return cause instanceof NoDecisionException && !((NoDecisionException) cause).isOutage();
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
