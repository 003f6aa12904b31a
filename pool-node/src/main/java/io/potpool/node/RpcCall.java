package io.potpool.node;

import io.potpool.work.Solution;

/**
 * One JSON-RPC call.
 *
 * @param params its parameters as a JSON array
 */
record RpcCall(String method, String params) {

    static RpcCall of(String method) {
        return new RpcCall(method, "[]");
    }

    static RpcCall getWork() {
        return of("eth_getWork");
    }

    static RpcCall block(String tag) {
        return new RpcCall("eth_getBlockByNumber", "[\"" + tag + "\",false]");
    }

    static RpcCall block(long height) {
        return block("0x" + Long.toHexString(height));
    }

    static RpcCall submitWork(Solution solution) {
        return new RpcCall(
                "eth_submitWork",
                "[\"" + solution.nonce() + "\",\"" + solution.header() + "\",\"" + solution.mix() + "\"]");
    }
}
