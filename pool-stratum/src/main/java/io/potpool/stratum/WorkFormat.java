package io.potpool.stratum;

/**
 * How a port writes jobs.
 *
 * @param elements 4 or 3 elements of work, the fourth its height
 * @param algoHint whether jobs carry {@code height} and {@code algo} beside their parameters
 */
record WorkFormat(int elements, TargetStyle targetStyle, boolean algoHint) {

    static final WorkFormat USUAL = new WorkFormat(4, TargetStyle.PADDED, true);

    /** Returns the same with whole targets: who asks for work by HTTP takes a short one for zero. */
    WorkFormat padded() {
        return new WorkFormat(elements, TargetStyle.PADDED, algoHint);
    }

    String target(Work work) {
        String digits = work.difficulty().toTarget().bound().toHex();
        int start = 0;
        while (targetStyle == TargetStyle.STRIPPED && digits.startsWith("00", start)) {
            start += 2;
        }
        return "0x" + digits.substring(start);
    }

    String hint(Work work) {
        return algoHint ? ",\"height\":" + work.job().height() + ",\"algo\":\"" + work.algorithm() + "\"" : "";
    }
}
