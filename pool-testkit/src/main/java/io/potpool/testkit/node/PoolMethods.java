package io.potpool.testkit.node;

import io.potpool.domain.Address;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The transaction pool as seen from outside. */
final class PoolMethods {

    private final NodeCore core;

    PoolMethods(NodeCore core) {
        this.core = core;
    }

    void addTo(Methods methods) {
        methods.add("txpool_status", 0, args -> status());
        methods.add("txpool_content", 0, args -> {
            Map<String, Object> content = new LinkedHashMap<>();
            content.put("pending", everyone(pool()::pending));
            content.put("queued", everyone(pool()::queued));
            return content;
        });
        methods.add("txpool_contentFrom", 1, args -> {
            Address from = args.address(0);
            Map<String, Object> content = new LinkedHashMap<>();
            content.put("pending", byNonce(pool().pending(from)));
            content.put("queued", byNonce(pool().queued(from)));
            return content;
        });
        methods.add(
                "eth_pendingTransactions",
                0,
                args -> pool().all().stream()
                        .filter(tx -> core.keys.has(tx.from()))
                        .map(TxJson::pooled)
                        .toList());
    }

    private TxPool pool() {
        return core.process().pool;
    }

    private Object status() {
        long pending = pool().senders().stream()
                .mapToLong(from -> pool().pending(from).size())
                .sum();
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("pending", HexText.quantity(pending));
        status.put("queued", HexText.quantity(pool().all().size() - pending));
        return status;
    }

    private Map<String, Object> everyone(Function<Address, List<Transaction>> transactions) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (Address from : pool().senders()) {
            List<Transaction> own = transactions.apply(from);
            if (!own.isEmpty()) {
                all.put(from.checksummed(), byNonce(own));
            }
        }
        return all;
    }

    private static Map<String, Object> byNonce(List<Transaction> transactions) {
        Map<String, Object> json = new LinkedHashMap<>();
        transactions.forEach(tx -> json.put(Long.toString(tx.nonce()), TxJson.pooled(tx)));
        return json;
    }
}
