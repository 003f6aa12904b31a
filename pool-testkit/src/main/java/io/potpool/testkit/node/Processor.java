package io.potpool.testkit.node;

import io.potpool.domain.Address;
import io.potpool.domain.Hash256;
import io.potpool.keccak.Keccak;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Executes transactions and pays rewards. */
final class Processor {

    private final ChainRules rules;
    private final Map<Address, SimulatedContract> contracts;

    Processor(ChainRules rules, Map<Address, SimulatedContract> contracts) {
        this.rules = rules;
        this.contracts = contracts;
    }

    /** The outcome of a block's body. */
    record Result(World world, List<Receipt> receipts, long gasUsed) {

        List<Transaction> transactions() {
            return receipts.stream().map(Receipt::transaction).toList();
        }

        Hash256 transactionsRoot() {
            StringBuilder text = new StringBuilder();
            receipts.forEach(receipt -> text.append(receipt.transaction().hash()));
            return root(text);
        }

        Hash256 receiptsRoot() {
            StringBuilder text = new StringBuilder();
            receipts.forEach(receipt -> text.append(receipt.succeeded())
                    .append(receipt.cumulativeGasUsed())
                    .append(' '));
            return root(text);
        }

        private Hash256 root(StringBuilder text) {
            return receipts.isEmpty()
                    ? Header.EMPTY_ROOT
                    : Hash256.of(Keccak.keccak256(text.toString().getBytes(StandardCharsets.US_ASCII)));
        }
    }

    /** The parts of a header that execution needs. */
    record Env(
            long number,
            Address miner,
            long gasLimit,
            @Nullable BigInteger baseFee) {}

    /** Executes those of {@code candidates} that can be executed in their order; the others are left out. */
    Result execute(World before, Env env, List<Transaction> candidates, List<Header> uncles) {
        World.Editor state = before.edit();
        List<Receipt> receipts = new ArrayList<>();
        long used = 0;
        for (Transaction tx : candidates) {
            if (!executable(state, env, tx, used)) {
                continue;
            }
            Receipt receipt = apply(state, env, tx, receipts.size(), used);
            used = receipt.cumulativeGasUsed();
            receipts.add(receipt);
        }
        reward(state, env, uncles);
        return new Result(state.done(), List.copyOf(receipts), used);
    }

    private static boolean executable(World.Editor state, Env env, Transaction tx, long used) {
        Account sender = state.account(tx.from());
        boolean paysBaseFee = env.baseFee() == null || tx.feeCap().compareTo(env.baseFee()) >= 0;
        return paysBaseFee
                && tx.nonce() == sender.nonce()
                && tx.gas() <= env.gasLimit() - used
                && tx.cost().compareTo(sender.balance()) <= 0;
    }

    private Receipt apply(World.Editor state, Env env, Transaction tx, int index, long used) {
        BigInteger price = tx.effectivePrice(env.baseFee());
        long intrinsic = tx.intrinsicGas();
        SimulatedContract contract = tx.to() == null ? null : contracts.get(tx.to());
        boolean ok = true;
        long gas = intrinsic;
        if (contract != null) {
            boolean enough = tx.gas() >= intrinsic + contract.gas();
            ok = enough && contract.outcome() == SimulatedContract.Outcome.SUCCESS;
            boolean keepsRest = enough && contract.outcome() != SimulatedContract.Outcome.INVALID;
            gas = keepsRest ? intrinsic + contract.gas() : tx.gas();
        }
        BigInteger gasCount = BigInteger.valueOf(gas);
        BigInteger moved = ok ? tx.value() : BigInteger.ZERO;
        state.spend(tx.from(), price.multiply(gasCount).add(moved));
        Address to = tx.to();
        Address created = to == null ? createdBy(tx) : null;
        state.add(to != null ? to : createdBy(tx), moved);
        BigInteger burned = env.baseFee() == null ? BigInteger.ZERO : env.baseFee();
        state.add(env.miner(), price.subtract(burned).multiply(gasCount));
        return new Receipt(tx, index, ok, gas, used + gas, price, created);
    }

    private static Address createdBy(Transaction tx) {
        byte[] hash = Keccak.keccak256(
                Rlp.list(List.of(Rlp.string(HexText.bytes(tx.from().text())), Rlp.number(tx.nonce()))));
        return new Address(HexText.data(hash).replaceFirst("^0x.{24}", "0x"));
    }

    private void reward(World.Editor state, Env env, List<Header> uncles) {
        BigInteger reward = rules.blockReward(env.number());
        for (Header uncle : uncles) {
            state.add(uncle.miner(), rules.uncleReward(env.number(), uncle.number()));
            reward = reward.add(rules.nephewReward(env.number()));
        }
        state.add(env.miner(), reward);
    }
}
