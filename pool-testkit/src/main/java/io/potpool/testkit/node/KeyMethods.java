package io.potpool.testkit.node;

import io.potpool.domain.Address;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the node signs with its own keys. */
final class KeyMethods {

    private final NodeCore core;
    private final FeeMethods fees;

    KeyMethods(NodeCore core, FeeMethods fees) {
        this.core = core;
        this.fees = fees;
    }

    void addTo(Methods methods) {
        methods.add("eth_accounts", 0, args -> core.keys.accounts());
        methods.add("eth_sign", 2, args -> {
            Address account = args.address(0);
            return core.keys.sign(account, args.bytes(1));
        });
        methods.add("eth_signTransaction", 1, args -> sign(CallObject.of(args)));
        methods.add("eth_sendTransaction", 1, args -> send(CallObject.of(args)));
    }

    private Object sign(CallObject call) throws RpcException {
        if (call.gas() == null) {
            throw new RpcException("gas not specified");
        }
        if (call.gasPrice() == null && (call.feeCap() == null || call.tipCap() == null)) {
            throw new RpcException("missing gasPrice or maxFeePerGas/maxPriorityFeePerGas");
        }
        if (call.nonce() == null) {
            throw new RpcException("nonce not specified");
        }
        Transaction tx = signed(call);
        TxRules.checkFront(tx);
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("raw", tx.rawHex());
        result.put("tx", TxJson.signed(tx));
        return result;
    }

    private Object send(CallObject call) throws RpcException {
        if (!core.keys.has(call.from())) {
            throw new RpcException("unknown account");
        }
        Transaction tx = signed(call);
        TxRules.checkFront(tx);
        return core.addTransaction(tx).toString();
    }

    /** Fills what is missing and signs a legacy transaction. */
    private Transaction signed(CallObject call) throws RpcException {
        BigInteger chain = BigInteger.valueOf(core.settings.chainId);
        if (call.chainId() != null && !call.chainId().equals(chain)) {
            throw new RpcException("chainId does not match node's (have=" + call.chainId() + ", want=" + chain + ")");
        }
        if ((call.feeCap() != null || call.tipCap() != null)
                && core.chain.head().header().baseFee() == null) {
            throw new RpcException("maxFeePerGas and maxPriorityFeePerGas are not valid before London is active");
        }
        BigInteger price = call.gasPrice() != null ? call.gasPrice() : call.feeCap();
        BigInteger key = core.keys.key(call.from());
        Address from = call.from() == null ? Address.ZERO : call.from();
        byte[] raw = core.codec.signLegacy(
                key,
                call.nonce() != null
                        ? call.nonce().longValue()
                        : core.process().pool.pendingNonce(from),
                price == null ? fees.gasPrice() : price,
                call.gas() != null ? call.gas().longValue() : fees.estimate(call),
                call.to(),
                call.value(),
                HexText.bytes(call.data()));
        try {
            return core.codec.decode(raw);
        } catch (Rlp.RlpException e) {
            throw new IllegalStateException("own bytes are canonical", e);
        }
    }
}
