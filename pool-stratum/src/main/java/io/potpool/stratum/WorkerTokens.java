package io.potpool.stratum;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The workers of one EthereumStratum/2.0.0 session, each known by a token of the session. Bounded. Event loop only. */
final class WorkerTokens {

    private static final int MOST = 256;

    private final List<String> workers = new ArrayList<>(1);

    /** Returns the worker's token, the same every time; empty if the session has too many. */
    Optional<String> of(String worker) {
        int index = workers.indexOf(worker);
        if (index < 0) {
            if (workers.size() >= MOST) {
                return Optional.empty();
            }
            workers.add(worker);
            index = workers.size() - 1;
        }
        return Optional.of("w-" + (index + 1));
    }

    /** Returns the worker of a token that this session was given. */
    Optional<String> worker(String token) {
        for (int i = 0; i < workers.size(); i++) {
            if (token.equals("w-" + (i + 1))) {
                return Optional.of(workers.get(i));
            }
        }
        return Optional.empty();
    }
}
