package io.potpool.terms;

import io.potpool.domain.Address;
import io.potpool.domain.Nonce;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which logins had sessions on which prefixes within the window, whatever the terms log made of it: a grant may never have
 * been recorded, or have ended at the height it began with. Says who may send a nonce, never what it is paid. Thread-safe.
 */
final class Holders {

    /** Ended sessions that are remembered; beyond it the longest ended is forgotten, and the log alone knows of it. */
    private static final int MOST_ENDED = 65_536;

    private static final int SHORTEST = 2;
    private static final int LONGEST = 3;

    private record Holding(NoncePrefix prefix, Address login) {}

    private final Map<Holding, Integer> live = new LinkedHashMap<>();
    private final Map<Holding, Long> ended = new LinkedHashMap<>();

    synchronized void began(NoncePrefix prefix, Address login) {
        live.merge(new Holding(prefix, login), 1, Integer::sum);
    }

    /** A session has ended, whose miner had no work above {@code height}. */
    synchronized void ended(NoncePrefix prefix, Address login, long height) {
        Holding holding = new Holding(prefix, login);
        live.computeIfPresent(holding, (key, sessions) -> sessions > 1 ? sessions - 1 : null);
        ended.remove(holding);
        ended.put(holding, height);
        if (ended.size() > MOST_ENDED) {
            Iterator<Holding> eldest = ended.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
    }

    synchronized boolean knows(Nonce nonce, Address login) {
        for (int bytes = SHORTEST; bytes <= LONGEST; bytes++) {
            Holding holding = new Holding(NoncePrefix.of(nonce, bytes), login);
            if (live.containsKey(holding) || ended.containsKey(holding)) {
                return true;
            }
        }
        return false;
    }

    synchronized void forgetBelow(long lowestHeight) {
        ended.values().removeIf(height -> height < lowestHeight);
    }
}
