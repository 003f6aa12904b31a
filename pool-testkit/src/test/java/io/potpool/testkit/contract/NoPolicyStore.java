package io.potpool.testkit.contract;

import io.potpool.domain.Origin;
import io.potpool.spi.AccessList;
import io.potpool.spi.Ban;
import io.potpool.spi.PolicyStore;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A store whose policy role keeps nothing. */
public final class NoPolicyStore implements PolicyStore {

    @Override
    public CompletionStage<Void> ban(Ban ban) {
        return CompletableFuture.allOf();
    }

    @Override
    public CompletionStage<Void> lift(Origin origin) {
        return CompletableFuture.allOf();
    }

    @Override
    public List<Ban> bans(Instant now) {
        return List.of();
    }

    @Override
    public CompletionStage<Void> list(AccessList list, String entry, boolean on) {
        return CompletableFuture.allOf();
    }

    @Override
    public Set<String> entries(AccessList list) {
        return Set.of();
    }
}
