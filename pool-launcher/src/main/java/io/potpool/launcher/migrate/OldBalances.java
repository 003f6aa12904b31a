package io.potpool.launcher.migrate;

import io.potpool.domain.Address;
import io.potpool.redis.RedisConnection;
import io.potpool.redis.RedisKeyReader;
import io.potpool.spi.LedgerStore;
import io.potpool.spi.StoreException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Looks in the database of a store for balances of an old pool of the same name that were never imported. A bounded look:
 * at about a million keys, and the balances of two thousand logins.
 */
public final class OldBalances {

    private static final long MOST_PIECES = 1_000;
    private static final int MOST_LOGINS = 2_000;

    private final String prefix;
    private final Set<String> names = new TreeSet<>();
    private boolean more;

    private OldBalances(String prefix) {
        this.prefix = prefix;
    }

    /**
     * Returns what is not imported, in words for an operator; empty if there is nothing, or if the server's ACL forbids
     * looking. Blocks for some seconds at most where nothing was found, else for as long as the ledger takes to be read.
     *
     * @param prefix the old pool's "coin"
     * @throws StoreException if the server does not answer
     */
    public static Optional<String> look(RedisConnection to, String prefix, LedgerStore ledger) {
        try (RedisKeyReader reader = RedisKeyReader.open(to)) {
            return new OldBalances(prefix).look(reader, ledger);
        } catch (StoreException failure) {
            if (String.valueOf(failure.getMessage()).contains("NOPERM")) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    private Optional<String> look(RedisKeyReader reader, LedgerStore ledger) {
        String before = prefix + ":miners:";
        boolean all = reader.keys(before + "*", MOST_PIECES, key -> {
            if (names.size() < MOST_LOGINS) {
                names.add(key.substring(before.length()));
            } else if (!names.contains(key.substring(before.length()))) {
                more = true;
            }
        });
        Set<String> owed = new HashSet<>();
        for (String name : names) {
            Optional<Address> login = OldRows.address(name);
            if (login.isPresent() && isOwed(reader.hash(before + name).getOrDefault("balance", "0"))) {
                owed.add(Ids.source(prefix) + ":" + login.get());
            }
        }
        if (!owed.isEmpty()) {
            ledger.each(posting -> owed.remove(posting.id()));
        }
        return owed.isEmpty()
                ? Optional.empty()
                : Optional.of("old balances of " + (all && !more ? "" : "at least ") + owed.size() + " logins in "
                        + before + "* are not imported");
    }

    /** What is no number is something too: the import says what is wrong with it. */
    private static boolean isOwed(String balance) {
        try {
            return !Shannon.parse(balance).isZero();
        } catch (IllegalArgumentException otherForm) {
            return true;
        }
    }
}
