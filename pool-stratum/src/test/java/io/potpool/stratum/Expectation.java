package io.potpool.stratum;

import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** The pattern language of the protocol cases. */
final class Expectation {

    private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*([^,}\\s]+)");
    private static final Pattern PARAMS = Pattern.compile("\"params\"\\s*:\\s*(\\[.*?])\\s*[,}]");

    private Expectation() {}

    static boolean matches(JsonNode want, JsonNode got, String raw) {
        if (want.isObject()) {
            for (Map.Entry<String, JsonNode> member : want.properties()) {
                if (!memberMatches(member.getKey(), member.getValue(), got, raw)) {
                    return false;
                }
            }
            return true;
        }
        if (want.isArray()) {
            if (!got.isArray() || want.size() != got.size()) {
                return false;
            }
            for (int i = 0; i < want.size(); i++) {
                if (!matches(want.get(i), got.get(i), raw)) {
                    return false;
                }
            }
            return true;
        }
        if (want.isString()) {
            return textMatches(want.asString(), got);
        }
        if (want.isNumber()) {
            return got.isNumber() && new BigDecimal(want.asString()).compareTo(new BigDecimal(got.asString())) == 0;
        }
        return want.equals(got);
    }

    private static boolean memberMatches(String name, JsonNode want, JsonNode got, String raw) {
        if (name.equals("id_raw") || name.equals("params_raw")) {
            Matcher found = (name.equals("id_raw") ? ID : PARAMS).matcher(raw);
            return found.find() && found.group(1).equals(want.asString());
        }
        if (want.isString() && want.asString().equals("!absent")) {
            return !got.has(name);
        }
        return got.has(name) && matches(want, got.get(name), raw);
    }

    private static boolean textMatches(String want, JsonNode got) {
        String text = got.isString() ? got.asString() : got.toString();
        if (want.equals("*")) {
            return true;
        }
        if (want.startsWith("~")) {
            return Pattern.compile(want.substring(1)).matcher(text).find();
        }
        if (want.startsWith("!")) {
            return !text.equals(want.substring(1));
        }
        return got.isString() && text.equals(want);
    }
}
