package io.potpool.testkit.node;

import io.potpool.domain.Address;
import io.potpool.domain.Hash256;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Transactions that wait for a block, one per sender and nonce; gaps queue. Not thread-safe: guarded by the node's
 * lock.
 */
final class TxPool {

    private static final BigInteger BUMP = BigInteger.valueOf(110);
    private static final BigInteger HUNDRED = BigInteger.valueOf(100);

    private final InstantSource clock;
    private final Duration nonceDelay;
    private final Map<Address, TreeMap<Long, Pooled>> bySender = new TreeMap<>();
    private World world;
    private long changes;

    private record Pooled(Transaction tx, Instant countedFrom) {}

    TxPool(World world, InstantSource clock, Duration nonceDelay) {
        this.world = world;
        this.clock = clock;
        this.nonceDelay = nonceDelay;
    }

    /** Returns a number that grows with every transaction that came in. */
    long changes() {
        return changes;
    }

    @Nullable Transaction get(Hash256 hash) {
        return all().stream().filter(tx -> tx.hash().equals(hash)).findFirst().orElse(null);
    }

    /** Adds a transaction that passed the stateless checks. */
    void add(Transaction tx) throws RpcException {
        Address from = tx.from();
        long next = world.nonce(from);
        if (tx.nonce() < next) {
            throw new RpcException("nonce too low: next nonce " + next + ", tx nonce " + tx.nonce());
        }
        TreeMap<Long, Pooled> own = bySender.computeIfAbsent(from, a -> new TreeMap<>());
        Pooled old = own.get(tx.nonce());
        checkFunds(tx, own.values(), old);
        if (old != null && !replaces(tx, old.tx())) {
            throw new RpcException("replacement transaction underpriced");
        }
        own.put(tx.nonce(), new Pooled(tx, clock.instant().plus(nonceDelay)));
        changes++;
    }

    private void checkFunds(Transaction tx, Collection<Pooled> own, @Nullable Pooled old) throws RpcException {
        BigInteger balance = world.balance(tx.from());
        BigInteger cost = tx.cost();
        if (balance.compareTo(cost) < 0) {
            throw unfunded(balance, "tx cost " + cost, cost);
        }
        BigInteger spent = own.stream().map(pooled -> pooled.tx().cost()).reduce(BigInteger.ZERO, BigInteger::add);
        BigInteger more = old == null ? cost : cost.subtract(old.tx().cost());
        BigInteger need = spent.add(more);
        if (balance.compareTo(need) < 0) {
            String what = (old == null ? "tx cost " : "tx bumped ") + more;
            throw unfunded(balance, "queued cost " + spent + ", " + what, need);
        }
    }

    private static RpcException unfunded(BigInteger balance, String cost, BigInteger need) {
        return new RpcException("insufficient funds for gas * price + value: balance " + balance + ", " + cost
                + ", overshot " + need.subtract(balance));
    }

    private static boolean replaces(Transaction tx, Transaction old) {
        return bumped(tx.feeCap(), old.feeCap()) && bumped(tx.tipCap(), old.tipCap());
    }

    private static boolean bumped(BigInteger price, BigInteger old) {
        return price.compareTo(old) > 0 && price.compareTo(old.multiply(BUMP).divide(HUNDRED)) >= 0;
    }

    /** Forgets what a new head has made impossible. */
    void onHead(World newWorld) {
        world = newWorld;
        bySender.forEach((from, own) -> {
            own.headMap(world.nonce(from)).clear();
            own.values().removeIf(pooled -> pooled.tx().cost().compareTo(world.balance(from)) > 0);
        });
        bySender.values().removeIf(TreeMap::isEmpty);
    }

    /** Takes transactions of dropped blocks back, where their nonces are free again. */
    void takeBack(List<Transaction> transactions) {
        for (Transaction tx : transactions) {
            TreeMap<Long, Pooled> own = bySender.computeIfAbsent(tx.from(), a -> new TreeMap<>());
            own.putIfAbsent(tx.nonce(), new Pooled(tx, clock.instant()));
            changes++;
        }
        onHead(world);
    }

    boolean drop(Hash256 hash) {
        boolean found = bySender.values().stream()
                .anyMatch(own ->
                        own.values().removeIf(pooled -> pooled.tx().hash().equals(hash)));
        bySender.values().removeIf(TreeMap::isEmpty);
        return found;
    }

    void clear() {
        bySender.clear();
    }

    long pendingNonce(Address from) {
        Instant now = clock.instant();
        long next = world.nonce(from);
        for (Pooled pooled : bySender.getOrDefault(from, new TreeMap<>()).values()) {
            if (pooled.tx().nonce() != next || pooled.countedFrom().isAfter(now)) {
                break;
            }
            next++;
        }
        return next;
    }

    List<Transaction> all() {
        return bySender.values().stream()
                .flatMap(own -> own.values().stream())
                .map(Pooled::tx)
                .toList();
    }

    List<Address> senders() {
        return List.copyOf(bySender.keySet());
    }

    /** Returns the transactions of {@code from} without a gap before them. */
    List<Transaction> pending(Address from) {
        List<Transaction> run = new ArrayList<>();
        for (Pooled pooled : bySender.getOrDefault(from, new TreeMap<>()).values()) {
            if (pooled.tx().nonce() != world.nonce(from) + run.size()) {
                break;
            }
            run.add(pooled.tx());
        }
        return run;
    }

    List<Transaction> queued(Address from) {
        List<Transaction> rest = new ArrayList<>();
        bySender.getOrDefault(from, new TreeMap<>()).values().forEach(pooled -> rest.add(pooled.tx()));
        rest.removeAll(pending(from));
        return rest;
    }

    /** Returns the executable transactions, best price first, each sender's in the order of their nonces. */
    List<Transaction> forBlock(@Nullable BigInteger baseFee) {
        List<List<Transaction>> runs = new ArrayList<>();
        senders().forEach(from -> runs.add(new ArrayList<>(pending(from))));
        List<Transaction> ordered = new ArrayList<>();
        Comparator<List<Transaction>> byPrice =
                Comparator.comparing(run -> run.get(0).effectivePrice(baseFee));
        while (true) {
            runs.removeIf(List::isEmpty);
            List<Transaction> best = runs.stream().max(byPrice).orElse(null);
            if (best == null) {
                return ordered;
            }
            ordered.add(best.remove(0));
        }
    }
}
