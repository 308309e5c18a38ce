package dev.sluice.rules;

import dev.sluice.api.AccessRequest.Action;
import dev.sluice.api.Decision.Verdict;
import java.util.List;

/** A rule with its defaults, changed by a test. */
record RuleDraft(
        Verdict decision,
        List<Action> action,
        String application,
        String stream,
        List<String> source,
        List<String> token,
        List<String> streamKey,
        String pageUrl,
        String as,
        String reason) {

    static RuleDraft of(Verdict decision) {
        return new RuleDraft(
                decision,
                List.of(Action.PUBLISH, Action.PLAY),
                "**",
                "**",
                List.of("0.0.0.0/0", "::/0"),
                List.of("none"),
                List.of("none"),
                "",
                "",
                "");
    }

    static RuleDraft allow() {
        return of(Verdict.ALLOW);
    }

    static RuleDraft deny() {
        return of(Verdict.DENY);
    }

    RuleDraft to(Action... actions) {
        return new RuleDraft(
                decision, List.of(actions), application, stream, source, token, streamKey, pageUrl, as, reason);
    }

    RuleDraft in(String pattern) {
        return new RuleDraft(decision, action, pattern, stream, source, token, streamKey, pageUrl, as, reason);
    }

    RuleDraft on(String pattern) {
        return new RuleDraft(decision, action, application, pattern, source, token, streamKey, pageUrl, as, reason);
    }

    RuleDraft from(String... ranges) {
        return new RuleDraft(
                decision, action, application, stream, List.of(ranges), token, streamKey, pageUrl, as, reason);
    }

    RuleDraft with(String... tokens) {
        return new RuleDraft(
                decision, action, application, stream, source, List.of(tokens), streamKey, pageUrl, as, reason);
    }

    RuleDraft keyed(String... keys) {
        return new RuleDraft(decision, action, application, stream, source, token, List.of(keys), pageUrl, as, reason);
    }

    RuleDraft on(String streamPattern, String page) {
        return new RuleDraft(decision, action, application, streamPattern, source, token, streamKey, page, as, reason);
    }

    RuleDraft as(String name) {
        return new RuleDraft(decision, action, application, stream, source, token, streamKey, pageUrl, name, reason);
    }

    RuleDraft because(String text) {
        return new RuleDraft(decision, action, application, stream, source, token, streamKey, pageUrl, as, text);
    }

    RuleSettings build() {
        return new RuleSettings(decision, action, application, stream, source, token, streamKey, pageUrl, as, reason);
    }
}
