package io.potpool.testkit.node;

import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The node's HTTP and WebSocket ports, which keep their numbers when they are closed and opened again. */
final class Doors {

    private final Dispatcher dispatcher;
    private final Faults faults;
    private final NodeCore core;
    private int httpPort;
    private int wsPort;
    private @Nullable HttpFront http;
    private @Nullable WsFront ws;

    Doors(NodeCore core, Faults faults, Consumer<Methods> controls) {
        this.core = core;
        this.faults = faults;
        Methods methods = new Methods(core.lock);
        BlockFinder finder = new BlockFinder(core);
        FeeMethods fees = new FeeMethods(core, finder);
        new NetMethods(core).addTo(methods);
        new WorkMethods(core).addTo(methods);
        new BlockMethods(core, finder).addTo(methods);
        new StateMethods(core, finder).addTo(methods);
        new TxMethods(core, finder).addTo(methods);
        new PoolMethods(core).addTo(methods);
        new KeyMethods(core, fees).addTo(methods);
        fees.addTo(methods);
        controls.accept(methods);
        dispatcher = new Dispatcher(methods, faults);
        httpPort = core.settings.port;
        wsPort = core.settings.wsPort;
    }

    Faults faults() {
        return faults;
    }

    synchronized void open() throws IOException {
        if (http == null) {
            http = HttpFront.open(httpPort, dispatcher);
            httpPort = http.port();
        }
        if (ws == null) {
            ws = WsFront.open(wsPort, dispatcher, core);
            wsPort = ws.port();
        }
    }

    void close() {
        close(0);
    }

    /** Closes both ports; HTTP answers under way get {@code patienceSeconds}. */
    synchronized void close(int patienceSeconds) {
        if (http != null) {
            http.close(patienceSeconds);
            http = null;
        }
        if (ws != null) {
            ws.close();
            ws = null;
        }
    }

    synchronized int httpPort() {
        return httpPort;
    }

    synchronized int wsPort() {
        return wsPort;
    }
}
