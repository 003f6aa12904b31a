package io.potpool.shares;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.spi.ShareKey;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Which (header, nonce) were sent, whoever sent them and over whatever protocol. Thread-safe. */
final class DuplicateFilter {

    private final Map<Hash256, HeaderNonces> headers = new ConcurrentHashMap<>();

    /** Loads the keys of shares that earlier runs have stored; they are kept like those of {@code height}. */
    void load(Collection<ShareKey> stored, long height) {
        stored.forEach(key -> of(key.header(), height).keep(key.nonce().value()));
    }

    /** Loads the key of a share that an earlier run has spooled. */
    void load(ShareKey spooled, long height) {
        of(spooled.header(), height).keep(spooled.nonce().value());
    }

    HeaderNonces of(Hash256 header, long height) {
        return headers.computeIfAbsent(header, unused -> new HeaderNonces(height));
    }

    /** Returns the fate of the submission of a nonce that was first, or empty if there was none. */
    Optional<CompletableFuture<ShareOutcome>> first(Hash256 header, Nonce nonce) {
        HeaderNonces nonces = headers.get(header);
        return nonces == null ? Optional.empty() : nonces.first(nonce.value());
    }

    /** Forgets headers below {@code lowestHeight} whose jobs are gone and that have nothing under way. */
    void forgetBelow(long lowestHeight, Predicate<Hash256> isJob) {
        headers.entrySet()
                .removeIf(entry -> entry.getValue().height() < lowestHeight
                        && !isJob.test(entry.getKey())
                        && entry.getValue().isIdle());
    }
}
