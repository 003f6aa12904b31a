package io.potpool.stratum;

/** Answers in the form of Bitcoin's stratum: always with the member {@code error}, a list or null. */
final class StratumLines {

    private StratumLines() {}

    static String accepted(String id) {
        return "{\"id\":" + id + ",\"result\":true,\"error\":null}";
    }

    static String configured(String id) {
        return "{\"id\":" + id + ",\"result\":{},\"error\":null}";
    }

    static String refused(String id, Refusal why) {
        return "{\"id\":" + id + ",\"result\":false,\"error\":[" + why.code() + ",\"" + why.message() + "\",null]}";
    }
}
