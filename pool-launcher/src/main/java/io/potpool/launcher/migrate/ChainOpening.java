package io.potpool.launcher.migrate;

import io.potpool.domain.Address;
import io.potpool.domain.Hash256;
import io.potpool.launcher.config.NodesConfig;
import io.potpool.launcher.config.PoolConfig;
import io.potpool.node.ChainSearch;
import io.potpool.node.NodeSettings;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/** Asks the first node of a config, if it answers and is of the config's chain. */
final class ChainOpening implements AutoCloseable {

    private final PoolConfig config;
    private final ChainSearch chain;
    private final PastPayments payments;
    private final FoundBlocks blocks;

    /** What is looked up once is not asked again by this one. */
    ChainOpening(PoolConfig config, Consumer<String> progress) {
        this.config = config;
        this.chain = new ChainSearch(node());
        this.payments = new PastPayments(chain, fees(), progress);
        this.blocks = new FoundBlocks(chain, progress);
    }

    private NodeSettings node() {
        NodesConfig.Upstream first = config.nodes().upstreams().get(0);
        return new NodeSettings(first.name(), URI.create(first.url().reveal()), first.timeout(), Optional.empty());
    }

    /**
     * Returns what can be asked. Without open payments an import needs no node.
     *
     * @throws IOException if open payments are to be reconciled, and the node does not answer or is another chain's
     */
    ChainEvidence evidence(Imports.Wanted wanted) throws IOException {
        OptionalLong head;
        try {
            requireChain();
            head = OptionalLong.of(chain.head());
        } catch (IOException silent) {
            if (wanted.reconcile()) {
                throw silent;
            }
            return ChainEvidence.none("the config's first node cannot be asked: " + silent.getMessage());
        }
        Optional<PendingSearch> pending = wanted.reconcile()
                ? Optional.of(new PendingSearch(
                        chain, payer(wanted), fees(), config.chain().maxHeadAge(), Clock.systemUTC()))
                : Optional.empty();
        if (!wanted.options().lookUp()) {
            return new ChainEvidence(head, pending, Optional.empty(), Optional.empty(), "--no-look-up was given");
        }
        return new ChainEvidence(head, pending, Optional.of(payments), Optional.of(blocks), "");
    }

    /** Chains share ids, as a test network of one's own may: where known blocks are in the data, they are compared too. */
    private void requireChain() throws IOException {
        if (chain.chainId() != config.chain().chainId()) {
            throw new IOException("the node has chain id " + chain.chainId() + ", the config's chain "
                    + config.chain().name() + " has " + config.chain().chainId());
        }
        long head = chain.head();
        for (Map.Entry<Long, Hash256> known :
                config.chain().checkpoints().headMap(head, true).entrySet()) {
            Hash256 there = chain.hashOf(known.getKey());
            if (!there.equals(known.getValue())) {
                throw new IOException(
                        "the node is of another chain than " + config.chain().name() + ": its block " + known.getKey()
                                + " is " + there + ", not " + known.getValue());
            }
        }
    }

    private Address payer(Imports.Wanted wanted) throws IOException {
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

    @Override
    public void close() {
        chain.close();
    }
}
