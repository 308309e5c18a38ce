package dev.sluice.hooks;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.sluice.api.Decision;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;

/** What {@code format: json} reads from the body of an answer. Nobody is let in by a body that is not understood. */
final class JsonAnswer {
    static final String NO_REASON = "Not authorized.";

    private static final int MAX_REASON = 200;

    private JsonAnswer() {}

    /** @throws NoDecisionException when it is neither empty nor an object with a decision */
    static Decision decision(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        return text.isBlank() ? Decision.allow() : decisionOf(object(text));
    }

    private static Decision decisionOf(JsonObject answer) {
        switch (string(answer, "decision")) {
            case "allow":
                String stream = string(answer, "stream");
                return stream.isEmpty() ? Decision.allow() : Decision.allowAs(stream);
            case "deny":
                return Decision.deny(reason(string(answer, "reason")));
            case "abstain":
                return Decision.abstain();
            default:
                throw NoDecisionException.unusable("the answer has no decision of allow, deny or abstain");
        }
    }

    /** The client sees it and logs hold it, so it is one short line. */
    private static String reason(String given) {
        String line = given.replaceAll("\\p{Cntrl}+", " ").strip();
        if (line.isEmpty()) {
            return NO_REASON;
        }
        return line.length() <= MAX_REASON ? line : line.substring(0, MAX_REASON);
    }

    private static JsonObject object(String text) {
        try {
            JsonReader reader = new JsonReader(new StringReader(text));
            reader.setStrictness(Strictness.STRICT);
            JsonElement element = JsonParser.parseReader(reader);
            if (element.isJsonObject() && reader.peek() == JsonToken.END_DOCUMENT) {
                return element.getAsJsonObject();
            }
        } catch (JsonParseException | IOException malformed) {
            throw NoDecisionException.unusable("the answer is no valid JSON");
        }
        throw NoDecisionException.unusable("the answer is no JSON object");
    }

    private static String string(JsonObject answer, String name) {
        JsonElement value = answer.get(name);
        if (value == null || value.isJsonNull()) {
            return "";
        }
        if (value.isJsonPrimitive() && value.getAsJsonPrimitive().isString()) {
            return value.getAsString();
        }
        throw NoDecisionException.unusable("the answer's " + name + " is no text");
    }
}
