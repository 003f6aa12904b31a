package io.potpool.testkit.node;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/** The methods that a node serves, by name. */
final class Methods {

    /** The body of a method; returns a JSON value. */
    interface Handler {
        @Nullable Object call(Args args) throws RpcException;
    }

    private record Method(int maxArgs, boolean locked, Handler handler) {}

    private final Map<String, Method> methods = new HashMap<>();
    private final Lock nodeLock;

    Methods(Lock nodeLock) {
        this.nodeLock = nodeLock;
    }

    /** Adds a method that runs under the node's lock. */
    void add(String name, int maxArgs, Handler handler) {
        methods.put(name, new Method(maxArgs, true, handler));
    }

    /** Adds a method that may wait and takes the node's lock by itself. */
    void addUnlocked(String name, int maxArgs, Handler handler) {
        methods.put(name, new Method(maxArgs, false, handler));
    }

    @Nullable Object call(String name, @Nullable Object params) throws RpcException {
        Method method = methods.get(name);
        if (method == null) {
            throw new RpcException(-32601, "the method " + name + " does not exist/is not available", null);
        }
        if (params != null && !(params instanceof List)) {
            throw new RpcException(RpcException.INVALID_PARAMS, "non-array args", null);
        }
        List<?> values = params instanceof List<?> list ? list : List.of();
        if (values.size() > method.maxArgs()) {
            throw new RpcException(
                    RpcException.INVALID_PARAMS, "too many arguments, want at most " + method.maxArgs(), null);
        }
        if (!method.locked()) {
            return method.handler().call(new Args(values));
        }
        nodeLock.lock();
        try {
            return method.handler().call(new Args(values));
        } finally {
            nodeLock.unlock();
        }
    }
}
