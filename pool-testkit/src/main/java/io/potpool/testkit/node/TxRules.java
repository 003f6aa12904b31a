package io.potpool.testkit.node;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** The checks of a transaction that need no account, in the order in which geth makes them. */
final class TxRules {

    private static final BigInteger FEE_CAP = new BigInteger("1000000000000000000");
    private static final int MAX_SIZE = 131_072;

    private TxRules() {}

    /** Checks what the RPC front checks before the pool sees the transaction. */
    static void checkFront(Transaction tx) throws RpcException {
        BigInteger fee = tx.feeCap().multiply(BigInteger.valueOf(tx.gas()));
        if (fee.compareTo(FEE_CAP) > 0) {
            String coins =
                    new BigDecimal(fee, 18).setScale(2, RoundingMode.HALF_EVEN).toPlainString();
            throw new RpcException("tx fee (" + coins + " ether) exceeds the configured cap (1.00 ether)");
        }
        if (tx.chainId() == null) {
            throw new RpcException("only replay-protected (EIP-155) transactions allowed over RPC");
        }
    }

    /** Checks what the pool checks before it looks at the sender's account. */
    static void checkBasics(Transaction tx, Header head) throws RpcException {
        int size = tx.raw().length;
        if (size > MAX_SIZE) {
            throw new RpcException("oversized data: transaction size " + size + ", limit " + MAX_SIZE);
        }
        if (tx.type() == 2 && head.baseFee() == null) {
            throw new RpcException("transaction type not supported: type 2 rejected, pool not yet in London");
        }
        if (tx.gas() > head.gasLimit()) {
            throw new RpcException("exceeds block gas limit");
        }
        if (tx.tipCap().compareTo(tx.feeCap()) > 0) {
            throw new RpcException("max priority fee per gas higher than max fee per gas");
        }
        if (tx.sender() == null) {
            throw new RpcException("invalid sender");
        }
        if (tx.gas() < tx.intrinsicGas()) {
            throw new RpcException("intrinsic gas too low: gas " + tx.gas() + ", minimum needed " + tx.intrinsicGas());
        }
    }
}
