package io.potpool.stratum;

/** Mining software that needs its own treatment, by the name it gives. */
final class Agents {

    private static final String NICEHASH = "NiceHash/";
    private static final int MAX_LOGGED = 64;

    private Agents() {}

    static boolean isNiceHash(String agent) {
        return agent.regionMatches(true, 0, NICEHASH, 0, NICEHASH.length());
    }

    /** Returns the first 64 characters, without those that could upset a log. */
    static String printable(String agent) {
        return agent.substring(0, Math.min(MAX_LOGGED, agent.length())).replaceAll("[^ -~]", "?");
    }
}
