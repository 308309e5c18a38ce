package dev.sluice.rules;

import dev.sluice.api.AccessRequest;
import dev.sluice.api.AccessRequest.Action;
import dev.sluice.api.Decision;
import dev.sluice.rules.Tokens.Fit;
import java.net.InetAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** One rule, ready to be asked. */
final class AccessRule {
    private static final String DEFAULT_REASON = "Access denied.";

    private final Set<Action> actions;
    private final NamePattern application;
    private final NamePattern stream;
    private final NamePattern pageUrl;
    private final List<AddressRange> sources;
    private final Tokens tokens;
    private final Tokens streamKeys;
    private final String tokenParameter;
    private final Decision decision;

    AccessRule(RuleSettings settings, String tokenParameter) {
        this.actions = EnumSet.copyOf(settings.action());
        this.application = NamePattern.ofName(settings.application());
        this.stream = NamePattern.ofName(settings.stream());
        this.pageUrl = NamePattern.of(settings.pageUrl().isEmpty() ? "**" : settings.pageUrl());
        this.sources = settings.source().stream().map(AddressRange::of).toList();
        this.tokens = settings.tokens();
        this.streamKeys = settings.streamKeys();
        this.tokenParameter = tokenParameter;
        this.decision = decision(settings);
    }

    private static Decision decision(RuleSettings settings) {
        return switch (settings.decision()) {
            case ALLOW -> settings.as().isEmpty() ? Decision.allow() : Decision.allowAs(settings.as());
            case DENY -> Decision.deny(settings.reason().isEmpty() ? DEFAULT_REASON : settings.reason());
            case ABSTAIN -> Decision.abstain();
        };
    }

    Decision decision() {
        return decision;
    }

    /** Rounds of PBKDF2 that {@link #fits} may cost. */
    long iterations() {
        return tokens.iterations() + streamKeys.iterations();
    }

    Fit quickFit(AccessRequest request) {
        if (!concerns(request)) {
            return Fit.NO;
        }
        Fit token = tokens.quickFit(tokenOf(request));
        Fit key = streamKeys.quickFit(request.stream());
        if (token == Fit.NO || key == Fit.NO) {
            return Fit.NO;
        }
        return token == Fit.YES && key == Fit.YES ? Fit.YES : Fit.UNKNOWN;
    }

    /** May be slow. */
    boolean fits(AccessRequest request) {
        Fit quick = quickFit(request);
        return quick == Fit.YES
                || quick == Fit.UNKNOWN && tokens.fits(tokenOf(request)) && streamKeys.fits(request.stream());
    }

    private String tokenOf(AccessRequest request) {
        return request.parameters().get(tokenParameter);
    }

    private boolean concerns(AccessRequest request) {
        return actions.contains(request.action())
                && isIn(request)
                && stream.matches(request.stream())
                && pageUrl.matches(request.pageUrl())
                && comesFrom(request.remoteAddress().getAddress());
    }

    /** What a connect names may go on behind the application: each of its leading parts may be the one that counts. */
    private boolean isIn(AccessRequest request) {
        String named = request.application();
        boolean fits = application.matches(named);
        if (request.action() == Action.CONNECT) {
            for (int end = named.indexOf('/'); end >= 0 && !fits; end = named.indexOf('/', end + 1)) {
                fits = application.matches(named.substring(0, end));
            }
        }
        return fits;
    }

    private boolean comesFrom(InetAddress address) {
        return address != null && sources.stream().anyMatch(source -> source.contains(address));
    }
}
