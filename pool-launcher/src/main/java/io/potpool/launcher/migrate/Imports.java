package io.potpool.launcher.migrate;

import io.potpool.domain.Address;
import io.potpool.launcher.config.NodesConfig;
import io.potpool.launcher.config.PoolConfig;
import io.potpool.launcher.pool.StoreOpening;
import io.potpool.metrics.Metrics;
import io.potpool.node.ChainSearch;
import io.potpool.node.NodeSettings;
import io.potpool.spi.PoolStore;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Imports into the store of a config. */
public final class Imports {

    /**
     * What is asked for.
     *
     * @param prefix of the old pool's keys; for an embedded store it has no meaning
     * @param dryRun only says what would be imported
     * @param reconcile asks the first node for what became of open payments
     * @param payer whom the old pool paid from, where the config does not say
     */
    public record Wanted(
            ImportSource source, String prefix, boolean dryRun, boolean reconcile, Optional<Address> payer) {

        /** @throws IllegalArgumentException if no old pool has such a prefix */
        public Wanted {
            if (source instanceof ImportSource.OldRedis) {
                Ids.source(prefix);
            }
        }
    }

    private final PoolConfig config;

    /** Nothing is opened yet. */
    public Imports(PoolConfig config) {
        this.config = config;
    }

    /**
     * Imports.
     *
     * @throws IOException if a store or a node cannot be reached
     * @throws RuntimeException if a store refuses; the message is for the operator
     */
    public ImportReport run(Wanted wanted) throws IOException {
        StoreOpening opening = new StoreOpening(config, new Metrics());
        try (PoolStore target = opening.openForImport()) {
            if (wanted.source() instanceof ImportSource.OldRedis old) {
                return family(old, wanted, target);
            }
            return new EmbeddedImport(config, (ImportSource.Embedded) wanted.source(), target, opening.inWords())
                    .run(wanted.dryRun());
        }
    }

    private ImportReport family(ImportSource.OldRedis old, Wanted wanted, PoolStore target) throws IOException {
        try (OldKeys keys = new RedisOldKeys(old.connection())) {
            try (ChainSearch chain = new ChainSearch(node())) {
                if (!wanted.reconcile()) {
                    return new FamilyImport(
                                    keys, wanted.prefix(), target, Optional.empty(), head(chain), Clock.systemUTC())
                            .run(wanted.dryRun());
                }
                requireChain(chain);
                PendingSearch search = new PendingSearch(
                        chain, payer(wanted), fees(), config.chain().maxHeadAge(), Clock.systemUTC());
                return new FamilyImport(
                                keys, wanted.prefix(), target, Optional.of(search), head(chain), Clock.systemUTC())
                        .run(wanted.dryRun());
            }
        }
    }

    /** Without open payments an import needs no node; where one answers, heights are compared with its own. */
    private OptionalLong head(ChainSearch chain) {
        try {
            return chain.chainId() == config.chain().chainId() ? OptionalLong.of(chain.head()) : OptionalLong.empty();
        } catch (IOException silent) {
            return OptionalLong.empty();
        }
    }

    private NodeSettings node() {
        NodesConfig.Upstream first = config.nodes().upstreams().get(0);
        return new NodeSettings(first.name(), URI.create(first.url().reveal()), first.timeout(), Optional.empty());
    }

    private void requireChain(ChainSearch chain) throws IOException {
        if (chain.chainId() != config.chain().chainId()) {
            throw new IOException("the node has chain id " + chain.chainId() + ", the config's chain "
                    + config.chain().name() + " has " + config.chain().chainId());
        }
    }

    private Address payer(Wanted wanted) throws IOException {
        return wanted.payer()
                .or(() -> config.payouts().address())
                .orElseThrow(
                        () -> new IOException("to ask the chain, the address that the old pool paid from is needed:"
                                + " as payouts.address in the config, or with --payer"));
    }

    private Set<Shannon> fees() {
        Set<Shannon> fees = new HashSet<>();
        config.payouts().fees().forEach(fee -> fees.add(new Shannon(new BigDecimal(fee))));
        return fees;
    }
}
