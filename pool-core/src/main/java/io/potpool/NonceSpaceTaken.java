package io.potpool;

import io.potpool.spi.InstanceView;
import io.potpool.terms.ExtranonceSpace;
import java.util.List;
import java.util.stream.Collectors;

/** Why an instance got no part of the nonce space, and the way out, for the operator. */
final class NonceSpaceTaken {

    private NonceSpaceTaken() {}

    /**
     * Returns it in words.
     *
     * @param others the other registered instances
     * @param silent those of them that have not been heard of for a while
     */
    static String inWords(ExtranonceSpace space, List<InstanceView> others, List<InstanceView> silent) {
        String bytes = space.lowest() == space.highest()
                ? "the only first byte, " + space.lowest() + ", belongs"
                : "all first bytes from " + space.lowest() + " to " + space.highest() + " belong";
        String taken = "no part of the nonce space is free: " + bytes + " to ";
        if (others.isEmpty()) {
            return taken + "instances that have ended lately; start again when some heights have passed";
        }
        return taken + "these instances, or to some that have ended lately: "
                + others.stream().map(view -> words(view, silent)).collect(Collectors.joining(", "))
                + ". " + wayOut(others, silent);
    }

    private static String words(InstanceView view, List<InstanceView> silent) {
        return view.instance().name() + " (id " + view.instance().id()
                + (silent.contains(view) ? ", silent since " : ", heard of at ") + view.at() + ")";
    }

    private static String wayOut(List<InstanceView> others, List<InstanceView> silent) {
        String wider = "give this pool more of the space (proxy.stratum.xnSpace) in the configs of all instances";
        return silent.isEmpty()
                ? "Stop one of them, or " + wider
                : "One that will not come back is taken off the register by: potpool forget "
                        + silent.get(0).handle(others) + " FILE. Or " + wider;
    }
}
