package io.potpool.stratum;

/** Members beside a job's parameters, which most miners skip and some need to tell Etchash from Ethash. */
final class Hint {

    private Hint() {}

    static String of(Work work) {
        return ",\"height\":" + work.job().height() + ",\"algo\":\"" + work.algorithm() + "\"";
    }
}
