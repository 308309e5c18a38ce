package dev.sluice.hooks;

import java.net.http.HttpRequest;
import java.util.function.Supplier;

/**
 * What is sent to a backend.
 *
 * @param request makes it, for each attempt anew
 * @param readsBody whether the body of an answer that says yes is of interest
 */
record Outgoing(Target target, Supplier<HttpRequest> request, boolean readsBody) {}
