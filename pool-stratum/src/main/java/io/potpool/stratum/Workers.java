package io.potpool.stratum;

import io.potpool.domain.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The workers of one session: the one it logged in as, and those that EthereumStratum/2.0.0 knows by tokens of the session.
 * Bounded. Event loop only.
 */
final class Workers {

    private static final int MOST = 256;

    private String first = WorkerName.NONE;
    private List<String> byToken = List.of();

    /** Takes the worker that is meant wherever none is named. */
    void first(String worker) {
        first = worker;
    }

    String first() {
        return first;
    }

    /** Returns the answer to a login of {@code worker}, with his token where the protocol has them. */
    String authorized(Dialect voice, String id, String worker) {
        if (!voice.namesWorkersByToken()) {
            return voice.accepted(id);
        }
        int index = byToken.indexOf(worker);
        if (index < 0) {
            if (byToken.size() >= MOST) {
                return voice.refused(id, Refusal.TOO_MANY_WORKERS);
            }
            byToken = byToken.isEmpty() ? new ArrayList<>(1) : byToken;
            byToken.add(worker);
            index = byToken.size() - 1;
        }
        return voice.authorized(id, "w-" + (index + 1));
    }

    private Optional<String> worker(String token) {
        for (int i = 0; i < byToken.size(); i++) {
            if (token.equals("w-" + (i + 1))) {
                return Optional.of(byToken.get(i));
            }
        }
        return Optional.empty();
    }

    /** Returns the worker that a reported hashrate is of. */
    String of(Command.Hashrate told) {
        return worker(told.token()).orElseGet(() -> WorkerName.choose(told.worker(), "", first));
    }

    /**
     * Returns the worker of a share, or empty if it names an account or token that is not this session's.
     *
     * @param mustName whether a share without a user is nobody's
     */
    Optional<String> sender(Dialect voice, Command.Submit share, Address account, boolean mustName) {
        if (voice.namesWorkersByToken()) {
            return worker(share.user());
        }
        Optional<LoginName> user = LoginName.parse(share.user());
        boolean named = mustName || !share.user().isEmpty();
        if (named && (user.isEmpty() || !user.get().address().equals(account))) {
            return Optional.empty();
        }
        return Optional.of(
                WorkerName.choose(share.worker(), user.map(LoginName::worker).orElse(""), first));
    }
}
