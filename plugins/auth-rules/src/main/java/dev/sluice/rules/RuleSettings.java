package dev.sluice.rules;

import dev.sluice.api.AccessRequest.Action;
import dev.sluice.api.Decision.Verdict;
import dev.sluice.api.Setting;
import java.util.List;

/**
 * One rule as it is written. All that it names must fit; what it leaves out fits always. A list that is there must hold
 * something: an empty one, of an empty variable, would let in everybody.
 *
 * @param decision what holds for who fits
 * @param action what the client wants
 * @param application a pattern
 * @param stream a pattern
 * @param source addresses and ranges
 * @param token tokens of which the client shows one in its query; {@link #NONE} = it needs none
 * @param streamKey secrets one of which is the whole stream name; {@link #NONE} = any name
 * @param pageUrl a pattern for the page that the player says to be on; empty = any
 * @param as the stream name that an allowed client gets; empty = its own
 * @param reason what a denied client is told
 */
record RuleSettings(
        @Setting(required = true) Verdict decision,
        @Setting("publish,play") List<Action> action,
        @Setting("**") String application,
        @Setting("**") String stream,
        @Setting("0.0.0.0/0,::/0") List<String> source,
        @Setting(value = NONE, secret = true) List<String> token,
        @Setting(value = NONE, secret = true) List<String> streamKey,
        @Setting String pageUrl,
        @Setting String as,
        @Setting String reason) {

    static final String NONE = "none";

    /** @throws IllegalArgumentException naming the key */
    RuleSettings {
        checkFilled("action", action);
        checkFilled("source", source);
        checkFilled("token", token);
        checkFilled("streamKey", streamKey);
        check("application", () -> NamePattern.ofName(application));
        check("stream", () -> NamePattern.ofName(stream));
        check("source", () -> source.forEach(AddressRange::of));
        check("token", () -> tokens(token));
        check("streamKey", () -> tokens(streamKey));
        check("pageUrl", () -> NamePattern.of(pageUrl.isEmpty() ? "**" : pageUrl));
        if (!as.isEmpty() && !isStreamName(as)) {
            throw new IllegalArgumentException("as: no stream may have the name '" + as + "'");
        }
        if (!as.isEmpty() && decision != Verdict.ALLOW) {
            throw new IllegalArgumentException("as: only for decision: allow");
        }
        if (!reason.isEmpty() && decision != Verdict.DENY) {
            throw new IllegalArgumentException("reason: only for decision: deny");
        }
    }

    Tokens tokens() {
        return tokens(token);
    }

    Tokens streamKeys() {
        return tokens(streamKey);
    }

    /** Rounds of PBKDF2 that one client may cost here. */
    long iterations() {
        return tokens().iterations() + streamKeys().iterations();
    }

    /** Without the tokens, the keys and the patterns, one of which may be a key. */
    @Override
    public String toString() {
        return decision + " " + action;
    }

    private static Tokens tokens(List<String> texts) {
        if (texts.contains(NONE) && texts.size() > 1) {
            throw new IllegalArgumentException(NONE + " stands alone");
        }
        return texts.contains(NONE) ? Tokens.of(List.of()) : Tokens.of(texts);
    }

    private static void checkFilled(String key, List<?> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException(key + ": an empty list; leave the key out if it does not matter");
        }
    }

    private static boolean isStreamName(String name) {
        for (String segment : name.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                return false;
            }
        }
        return name.length() <= 512 && name.codePoints().noneMatch(c -> Character.isISOControl(c) || c == '\\');
    }

    private static void check(String key, Runnable parsing) {
        try {
            parsing.run();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + ": " + e.getMessage());
        }
    }
}
