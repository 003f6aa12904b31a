package io.potpool.testkit.node;

import io.potpool.domain.Address;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Gas: its price, its history and estimates. */
final class FeeMethods {

    private static final BigInteger GWEI = BigInteger.valueOf(1_000_000_000);
    private static final BigInteger GAS_CAP = BigInteger.valueOf(50_000_000);
    private static final long HISTORY_LIMIT = 1024;

    private final NodeCore core;
    private final BlockFinder finder;

    FeeMethods(NodeCore core, BlockFinder finder) {
        this.core = core;
        this.finder = finder;
    }

    void addTo(Methods methods) {
        methods.add("eth_gasPrice", 0, args -> HexText.quantity(gasPrice()));
        methods.add("eth_maxPriorityFeePerGas", 0, args -> HexText.quantity(GWEI));
        methods.add("eth_feeHistory", 3, this::history);
        methods.add("eth_estimateGas", 3, args -> HexText.quantity(estimate(CallObject.of(args))));
    }

    BigInteger gasPrice() {
        BigInteger baseFee = core.chain.head().header().baseFee();
        return baseFee == null ? GWEI : GWEI.add(baseFee);
    }

    private Object history(Args args) throws RpcException {
        long count = Math.min(args.number(0), HISTORY_LIMIT);
        Imported last = finder.canonical(args.blockTag(1));
        if (last == null) {
            throw new RpcException("request beyond head block: requested, head "
                    + core.chain.head().number());
        }
        int percentiles = args.has(2) && args.raw(2) instanceof List<?> list ? list.size() : 0;
        long first = Math.max(core.chain.genesis().number(), last.number() - count + 1);
        List<Object> rewards = new ArrayList<>();
        List<Object> baseFees = new ArrayList<>();
        List<Object> ratios = new ArrayList<>();
        for (long n = first; n <= last.number(); n++) {
            Imported block = core.chain.canonical(n);
            if (block == null) {
                break;
            }
            Header header = block.header();
            baseFees.add(fee(header.baseFee()));
            ratios.add(ratio(header));
            rewards.add(Collections.nCopies(percentiles, HexText.quantity(cheapestTip(block))));
        }
        baseFees.add(fee(core.rules.baseFee(last.header())));
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("oldestBlock", HexText.quantity(first));
        if (percentiles > 0) {
            json.put("reward", rewards);
        }
        json.put("baseFeePerGas", baseFees);
        json.put("gasUsedRatio", ratios);
        return json;
    }

    private static String fee(@Nullable BigInteger baseFee) {
        return baseFee == null ? "0x0" : HexText.quantity(baseFee);
    }

    private static Object ratio(Header header) {
        if (header.gasUsed() == 0) {
            return 0;
        }
        return BigDecimal.valueOf(header.gasUsed())
                .divide(BigDecimal.valueOf(header.gasLimit()), 16, RoundingMode.HALF_EVEN);
    }

    private static BigInteger cheapestTip(Imported block) {
        BigInteger baseFee = block.header().baseFee();
        Stream<BigInteger> tips = block.receipts().stream()
                .map(receipt -> receipt.effectivePrice().subtract(baseFee == null ? BigInteger.ZERO : baseFee));
        return tips.min(BigInteger::compareTo).orElse(BigInteger.ZERO);
    }

    /** Returns the gas a call needs, or fails as the call would. */
    long estimate(CallObject call) throws RpcException {
        checkFunds(call);
        Address to = call.to();
        SimulatedContract contract = to == null ? null : core.settings.contracts.get(to);
        long intrinsic = (to == null ? 53_000 : 21_000) + dataGas(call.data());
        if (contract == null) {
            return intrinsic;
        }
        if (contract.outcome() == SimulatedContract.Outcome.INVALID) {
            throw new RpcException("invalid opcode: INVALID");
        }
        if (contract.outcome() == SimulatedContract.Outcome.REVERT) {
            throw reverted(contract.reason());
        }
        long used = intrinsic + contract.gas();
        return used + used / 115;
    }

    private void checkFunds(CallObject call) throws RpcException {
        Address from = call.from() == null ? Address.ZERO : call.from();
        BigInteger balance = core.chain.head().world().balance(from);
        if (call.value().compareTo(balance) <= 0) {
            return;
        }
        if (call.gasPrice() != null || call.feeCap() != null) {
            throw new RpcException("insufficient funds for transfer");
        }
        throw new RpcException("failed with " + GAS_CAP + " gas: insufficient funds for gas * price + value: address "
                + from.checksummed() + " have " + balance + " want " + call.value());
    }

    private static long dataGas(String data) {
        long gas = 0;
        for (byte b : HexText.bytes(data)) {
            gas += b == 0 ? 4 : 16;
        }
        return gas;
    }

    private static RpcException reverted(String reason) {
        if (reason.isEmpty()) {
            return new RpcException("execution reverted");
        }
        byte[] text = reason.getBytes(StandardCharsets.US_ASCII);
        String data = "0x08c379a0"
                + HexText.data(Secp256k1.word(BigInteger.valueOf(32))).substring(2)
                + HexText.data(Secp256k1.word(BigInteger.valueOf(text.length))).substring(2)
                + HexText.data(Arrays.copyOf(text, (text.length + 31) / 32 * 32))
                        .substring(2);
        return new RpcException(3, "execution reverted: " + reason, data);
    }
}
