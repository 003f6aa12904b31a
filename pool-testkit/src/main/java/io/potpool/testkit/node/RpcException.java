package io.potpool.testkit.node;

import org.jspecify.annotations.Nullable;

/** A JSON-RPC error: code, message and optional data. */
final class RpcException extends Exception {
    private static final long serialVersionUID = 1;

    static final int SERVER = -32000;
    static final int INVALID_PARAMS = -32602;

    private final int code;
    private final @Nullable String data;

    RpcException(int code, String message, @Nullable String data) {
        super(message);
        this.code = code;
        this.data = data;
    }

    RpcException(String message) {
        this(SERVER, message, null);
    }

    static RpcException argument(int index, String message) {
        return new RpcException(INVALID_PARAMS, "invalid argument " + index + ": " + message, null);
    }

    int code() {
        return code;
    }

    @Nullable String data() {
        return data;
    }
}
