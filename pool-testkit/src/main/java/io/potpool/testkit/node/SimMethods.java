package io.potpool.testkit.node;

import io.potpool.domain.Address;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The test controls as JSON-RPC methods of the namespace {@code sim}. */
final class SimMethods {

    private final SimulatedNode node;

    SimMethods(SimulatedNode node) {
        this.node = node;
    }

    void addTo(Methods methods) {
        methods.addUnlocked("sim_mineBlock", 2, args -> {
            Address by = args.has(0) ? args.address(0) : node.etherbase();
            return texts(node.mineBlocks(by, args.has(1) ? (int) args.number(1) : 1));
        });
        methods.addUnlocked("sim_injectCompetingBranch", 3, args -> {
            int depth = (int) args.number(0);
            int length = args.has(2) ? (int) args.number(2) : depth;
            return texts(node.injectCompetingBranch(depth, length, args.number(1)));
        });
        methods.addUnlocked(
                "sim_makeUncleOf", 1, args -> node.makeUncleOf(args.hash(0)).toString());
        methods.addUnlocked(
                "sim_addSibling", 1, args -> node.addSibling(args.hash(0)).toString());
        methods.addUnlocked("sim_setHead", 1, args -> done(() -> node.setHead(args.number(0))));
        methods.addUnlocked("sim_dropTx", 1, args -> node.dropTransaction(args.hash(0)));
        methods.addUnlocked("sim_freezeTemplate", 1, args -> done(() -> node.freezeTemplate(args.bool(0))));
        methods.addUnlocked("sim_setPeers", 1, args -> done(() -> node.setPeers((int) args.number(0))));
        methods.addUnlocked(
                "sim_setSyncing",
                2,
                args -> done(() -> {
                    if (args.has(0)) {
                        node.setSyncing(args.number(0), args.number(1));
                    } else {
                        node.clearSyncing();
                    }
                }));
        methods.addUnlocked(
                "sim_setTimeSkew", 1, args -> done(() -> node.setTimeSkew(Duration.ofSeconds(args.number(0)))));
        methods.addUnlocked(
                "sim_failNext",
                3,
                args -> done(() -> {
                    int times = args.has(2) ? (int) args.number(2) : 1;
                    node.failNext(args.text(0), fault(args.text(1)), times);
                }));
        methods.addUnlocked(
                "sim_delay", 2, args -> done(() -> node.delay(args.text(0), Duration.ofMillis(args.number(1)))));
        methods.addUnlocked("sim_restart", 1, args -> done(() -> node.restartSoon(args.bool(0))));
        methods.addUnlocked(
                "sim_setBaseFee",
                1,
                args -> done(() -> {
                    if (args.has(0)) {
                        node.setBaseFee(BigInteger.valueOf(args.number(0)));
                    } else {
                        node.removeBaseFee();
                    }
                }));
        methods.addUnlocked("sim_setEra", 1, args -> done(() -> node.setEra((int) args.number(0))));
        methods.addUnlocked("sim_setUnlocked", 1, args -> done(() -> node.setUnlocked(args.bool(0))));
    }

    private interface Action {
        void run() throws RpcException;
    }

    private static Object done(Action action) throws RpcException {
        action.run();
        return true;
    }

    private static List<String> texts(List<?> values) {
        return values.stream().map(String::valueOf).toList();
    }

    private static Fault fault(String name) throws RpcException {
        try {
            return Fault.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_').replace("HTTP500", "HTTP_500"));
        } catch (IllegalArgumentException e) {
            throw new RpcException("no fault " + name);
        }
    }
}
