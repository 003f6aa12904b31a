package io.potpool.shares;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.spi.ShareKey;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DuplicateFilterTest {

    private static final Hash256 HEADER = new Hash256(1, 2, 3, 4);
    private static final ShareOutcome DUPLICATE = new ShareOutcome.Duplicate();

    private final DuplicateFilter filter = new DuplicateFilter();

    private static CompletableFuture<ShareOutcome> fate() {
        return new CompletableFuture<>();
    }

    private Optional<ShareOutcome> claim(long nonce) {
        return filter.of(HEADER, 100).claim(nonce, fate()).map(CompletableFuture::join);
    }

    @Test
    void aNonceUnderWayHasTheFateOfTheFirst() {
        CompletableFuture<ShareOutcome> first = fate();
        assertThat(filter.of(HEADER, 100).claim(7, first)).isEmpty();

        assertThat(filter.of(HEADER, 100).claim(7, fate())).containsSame(first);
    }

    @Test
    void keptAndRejectedNoncesAreDuplicatesAndReleasedOnesAreNot() {
        HeaderNonces nonces = filter.of(HEADER, 100);
        for (long nonce = 1; nonce <= 3; nonce++) {
            nonces.claim(nonce, fate());
        }
        nonces.keep(1);
        nonces.reject(2);
        nonces.release(3);

        assertThat(claim(1)).contains(DUPLICATE);
        assertThat(claim(2)).contains(DUPLICATE);
        assertThat(filter.of(HEADER, 100).claim(3, fate())).isEmpty();
    }

    @Test
    void aStoredNonceIsRememberedHoweverManyAreRejected() {
        HeaderNonces nonces = filter.of(HEADER, 100);
        nonces.claim(-5, fate());
        nonces.keep(-5);
        for (long nonce = 1; nonce <= 70_000; nonce++) {
            nonces.claim(nonce, fate());
            nonces.reject(nonce);
        }

        assertThat(claim(-5)).contains(DUPLICATE);
        assertThat(claim(70_000)).contains(DUPLICATE);
    }

    @Test
    void loadedKeysAreDuplicates() {
        filter.load(List.of(new ShareKey(HEADER, new Nonce(9))), 100);

        assertThat(claim(9)).contains(DUPLICATE);
    }

    @Test
    void aHeaderIsForgottenOnlyBelowTheHeightWithoutJobAndWithNothingUnderWay() {
        HeaderNonces nonces = filter.of(HEADER, 100);
        nonces.claim(1, fate());
        nonces.keep(1);

        filter.forgetBelow(100, header -> false);
        assertThat(claim(1)).contains(DUPLICATE);
        filter.forgetBelow(101, header -> true);
        assertThat(claim(1)).contains(DUPLICATE);
        nonces.claim(2, fate());
        filter.forgetBelow(101, header -> false);
        assertThat(claim(1)).contains(DUPLICATE);
        nonces.release(2);
        filter.forgetBelow(101, header -> false);
        assertThat(filter.of(HEADER, 100)).isNotSameAs(nonces);
    }
}
