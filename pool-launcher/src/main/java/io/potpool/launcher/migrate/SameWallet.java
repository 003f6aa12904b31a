package io.potpool.launcher.migrate;

import io.potpool.domain.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The old pools that may pay from one wallet: the one that is imported, those beside it in its database, and those named. */
final class SameWallet {

    private static final String ALL = ":payments:all";
    private static final String PENDING = ":payments:pending";
    private static final int MOST_POOLS = 1_000;
    private static final int MOST_PENDING = 10_000;

    /**
     * Another pool, and where its keys are.
     *
     * @param name no other pool's
     */
    record Other(OldKeys keys, String prefix, String name) {

        /** A pool of another database. */
        static Other elsewhere(OldKeys keys, String prefix) {
            return new Other(keys, prefix, prefix + " of " + keys.place());
        }
    }

    private final List<Other> pools = new ArrayList<>();

    /** @param named pools elsewhere, which the operator knows to share the wallet */
    SameWallet(OldKeys keys, String prefix, List<Other> named) {
        pools.add(new Other(keys, prefix, prefix));
        Set<String> beside = new TreeSet<>();
        Consumer<String> add = key -> {
            String other = key.substring(0, key.lastIndexOf(":payments:"));
            if (!other.equals(prefix) && beside.size() < MOST_POOLS) {
                beside.add(other);
            }
        };
        keys.keys("*" + ALL, add);
        keys.keys("*" + PENDING, add);
        beside.forEach(other -> pools.add(new Other(keys, other, other)));
        pools.addAll(named);
    }

    /** Returns which of the transactions a pool has recorded as payments; lower case. */
    Set<String> recorded(Set<String> transactions) {
        Set<String> recorded = new TreeSet<>();
        for (Other pool : pools) {
            pool.keys().sorted(pool.prefix() + ALL, (score, member) -> {
                String hash = hashOf(member);
                if (transactions.contains(hash)) {
                    recorded.add(hash);
                }
            });
        }
        return recorded;
    }

    /** Returns the open payments of the other pools to some logins; rows of another form are no payments. */
    List<PendingPayment> pendingOfOthers(Set<Address> logins) {
        List<PendingPayment> pending = new ArrayList<>();
        for (Other pool : pools.subList(1, pools.size())) {
            pool.keys().sorted(pool.prefix() + PENDING, (score, member) -> {
                if (pending.size() >= MOST_PENDING) {
                    throw new IllegalStateException("more than " + MOST_PENDING
                            + " open payments of other pools that may pay from the same wallet");
                }
                PendingPayment.read(pool.name(), score, member)
                        .filter(payment -> logins.contains(payment.login()))
                        .ifPresent(pending::add);
            });
        }
        return pending;
    }

    static String hashOf(String member) {
        int colon = member.indexOf(':');
        return (colon < 0 ? member : member.substring(0, colon)).toLowerCase(Locale.ROOT);
    }
}
