package io.potpool.testkit.node;

import io.potpool.domain.Address;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts unsealed blocks together. */
final class Assembler {

    /** The extra data of a core-geth that was given none. */
    private static final String EXTRA = "0xdc83010c1588436f72654765746888676f312e32362e38856c696e7578";

    private final ChainRules rules;
    private final Processor processor;

    Assembler(ChainRules rules, Processor processor) {
        this.rules = rules;
        this.processor = processor;
    }

    /** What a new block is made from. A null difficulty means the one that the rules give. */
    record Plan(
            Imported parent,
            Address miner,
            long timestamp,
            List<Transaction> candidates,
            List<Header> uncles,
            @Nullable BigInteger difficulty) {}

    Block assemble(Plan plan) {
        Header parent = plan.parent().header();
        BigInteger baseFee = rules.baseFee(parent);
        long gasLimit = rules.gasLimit(parent, baseFee != null && parent.baseFee() == null);
        long number = parent.number() + 1;
        Processor.Result result = processor.execute(
                plan.parent().world(),
                new Processor.Env(number, plan.miner(), gasLimit, baseFee),
                plan.candidates(),
                plan.uncles());
        boolean parentHasUncles = !plan.parent().block().uncles().isEmpty();
        BigInteger difficulty = plan.difficulty() != null
                ? plan.difficulty()
                : rules.difficulty(parent, parentHasUncles, plan.timestamp());
        Header header = new Header(
                plan.parent().hash(),
                Block.unclesHash(plan.uncles()),
                plan.miner(),
                result.world().root(),
                result.transactionsRoot(),
                result.receiptsRoot(),
                difficulty,
                number,
                gasLimit,
                result.gasUsed(),
                plan.timestamp(),
                EXTRA,
                Hash256.ZERO,
                new Nonce(0),
                baseFee);
        return new Block(header, result.transactions(), plan.uncles());
    }

    static Block genesis(Settings settings, World world, long timestamp) {
        Header header = new Header(
                Hash256.ZERO,
                Block.unclesHash(List.of()),
                Address.ZERO,
                world.root(),
                Header.EMPTY_ROOT,
                Header.EMPTY_ROOT,
                settings.genesisDifficulty,
                settings.startHeight,
                settings.gasLimit,
                0,
                timestamp,
                "0x",
                Hash256.ZERO,
                new Nonce(0x42),
                settings.baseFeeHeight <= settings.startHeight ? BigInteger.valueOf(1_000_000_000) : null);
        return new Block(header, List.of(), List.of());
    }
}
