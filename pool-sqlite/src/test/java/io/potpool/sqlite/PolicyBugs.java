package io.potpool.sqlite;

import io.potpool.domain.Origin;
import io.potpool.spi.AccessList;
import io.potpool.spi.Ban;
import io.potpool.spi.PoolStore;
import io.potpool.testkit.store.ForwardingStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What can be wrong with the policy role of a store. */
final class PolicyBugs {

    private PolicyBugs() {}

    static final class Forgetful extends ForwardingStore {
        private final List<Ban> bans = new ArrayList<>();

        Forgetful(PoolStore right) {
            super(right);
        }

        @Override
        public CompletionStage<Void> ban(Ban ban) {
            bans.add(ban);
            return CompletableFuture.allOf();
        }

        @Override
        public List<Ban> bans(Instant now) {
            return bans;
        }
    }

    static final class Endless extends ForwardingStore {
        Endless(PoolStore right) {
            super(right);
        }

        @Override
        public List<Ban> bans(Instant now) {
            return super.bans(Instant.EPOCH);
        }
    }

    static final class FirstBanOnly extends ForwardingStore {
        private final Set<Origin> banned = new HashSet<>();

        FirstBanOnly(PoolStore right) {
            super(right);
        }

        @Override
        public CompletionStage<Void> ban(Ban ban) {
            return banned.add(ban.origin()) ? super.ban(ban) : CompletableFuture.allOf();
        }
    }

    static final class Unforgiving extends ForwardingStore {
        Unforgiving(PoolStore right) {
            super(right);
        }

        @Override
        public CompletionStage<Void> lift(Origin origin) {
            return CompletableFuture.allOf();
        }
    }

    static final class OneList extends ForwardingStore {
        OneList(PoolStore right) {
            super(right);
        }

        @Override
        public CompletionStage<Void> list(AccessList list, String entry, boolean on) {
            return super.list(AccessList.BLACKLIST, entry, on);
        }
    }
}
