package io.potpool.launcher.migrate;

import io.potpool.spi.InstanceView;
import io.potpool.spi.PoolStore;
import java.util.List;

/** Who stands in the register of a target: instances that keep an import from it, and what imports that broke off left there. */
final class Leftovers {

    /** What an import is called, and its version, for the moment that it is registered. */
    static final String NAME = "import";

    private Leftovers() {}

    /** Names the instances that may still be running. */
    static void running(List<InstanceView> register, FaultList faults) {
        for (InstanceView view : register) {
            if (!ofAnImport(view)) {
                String name = view.instance().name();
                faults.add("the instance " + name + " runs on the target, last heard of at " + view.at()
                        + "; stop it before an import, or if it has died: potpool forget " + name);
            }
        }
    }

    /** Called at the end: one that was starting when the floor of heights was raised may not know it. */
    static void requireNoneCame(PoolStore target) {
        FaultList came = new FaultList();
        running(target.instances().all(), came);
        if (!came.isEmpty()) {
            throw new IllegalStateException("an instance was started while the import ran: "
                    + came.lines().get(0) + "; then import again, what is there stays");
        }
    }

    /** Takes imports off the register: one that was killed there would keep terms from changing. */
    static void retire(PoolStore target) {
        target.instances().all().stream()
                .filter(Leftovers::ofAnImport)
                .forEach(view ->
                        Writes.settle(target.instances().retire(view.instance().id())));
    }

    private static boolean ofAnImport(InstanceView view) {
        return view.instance().name().equals(NAME) && view.instance().version().equals(NAME);
    }
}
