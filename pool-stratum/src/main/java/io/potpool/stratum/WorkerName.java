package io.potpool.stratum;

/** The name of a miner's worker: 1 to 32 of {@code 0-9A-Za-z._-}. */
final class WorkerName {

    /** The worker of whoever names none. */
    static final String NONE = "0";

    private static final int MAX = 32;

    /** What PhoenixMiner, Claymore and GMiner send beside a user that has the worker in it. */
    private static final String PLACEHOLDER = "eth1.0";

    private WorkerName() {}

    /** Returns the first that names a worker: the request's member, the user's part, the fallback. */
    static String choose(String member, String part, String fallback) {
        String beside = clean(member);
        if (!beside.isEmpty() && !beside.equals(PLACEHOLDER)) {
            return beside;
        }
        String within = clean(part);
        return within.isEmpty() ? fallback : within;
    }

    private static String clean(String text) {
        String name = text.strip();
        if (name.length() > MAX) {
            name = name.substring(0, MAX);
        }
        StringBuilder out = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean allowed =
                    c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || "._-".indexOf(c) >= 0;
            out.append(allowed ? c : '_');
        }
        return out.toString();
    }
}
