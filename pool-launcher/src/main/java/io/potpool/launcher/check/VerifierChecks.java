package io.potpool.launcher.check;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.potpool.ethash.EngineRate;
import io.potpool.ethash.EthashEpoch;
import io.potpool.ethash.HashEngines;
import io.potpool.ethash.LightCache;
import io.potpool.launcher.config.PoolConfig;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** Measures how fast shares are verified here. Takes some seconds: it builds the light cache of a present-day epoch. */
final class VerifierChecks {

    /** Ethereum Classic's of 2026: 72 MB of light cache, 4.6 GB of dataset. */
    private static final EthashEpoch MEASURED = new EthashEpoch(420, 840);

    private static final Path KERNEL_SETTING = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");

    private final PoolConfig config;

    VerifierChecks(PoolConfig config) {
        this.config = config;
    }

    List<Verdict> run() {
        List<Verdict> verdicts = new ArrayList<>();
        verdicts.add(speed());
        verdicts.add(hugePages());
        switch (config.verifier().dataset()) {
            case LIGHT -> {}
            case FILE -> verdicts.add(new DatasetChecks(MEASURED).file(config.dataDirectory()));
            case HEAP -> verdicts.add(new DatasetChecks(MEASURED).heap());
        }
        return verdicts;
    }

    private Verdict speed() {
        List<EngineRate> rates = HashEngines.measure(LightCache.build(MEASURED));
        EngineRate best = Collections.max(rates, Comparator.comparingLong(EngineRate::sharesPerSecond));
        int threads = config.verifier()
                .threads()
                .orElse(Math.max(1, Runtime.getRuntime().availableProcessors() - 1));
        String finding = best.name() + ", " + best.sharesPerSecond() + " shares/s a thread at epoch "
                + MEASURED.number() + ", threads: " + threads + " (measured: " + rates + ")";
        return rates.size() > 1 || best.name().startsWith("vector")
                ? Verdict.ok("verifier", finding)
                : Verdict.warn(
                        "verifier",
                        finding,
                        "a Java that has the module jdk.incubator.vector, with --add-modules, is usually faster");
    }

    private Verdict hugePages() {
        boolean asked = flag();
        String kernel = kernel();
        if (asked && !kernel.contains("[never]")) {
            return Verdict.ok("huge pages", "on (kernel: " + kernel + ")");
        }
        return Verdict.warn(
                "huge pages",
                "off (" + (asked ? "asked for; kernel: " + kernel : "not asked for") + ")",
                asked
                        ? "echo madvise > " + KERNEL_SETTING
                        : "start with -XX:+UseTransparentHugePages, as bin/potpool does on Linux");
    }

    private static boolean flag() {
        HotSpotDiagnosticMXBean machine = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        try {
            return machine != null
                    && Boolean.parseBoolean(
                            machine.getVMOption("UseTransparentHugePages").getValue());
        } catch (IllegalArgumentException notOnThisSystem) {
            return false;
        }
    }

    private static String kernel() {
        try {
            return Files.readString(KERNEL_SETTING).strip();
        } catch (IOException unknown) {
            return "unknown";
        }
    }
}
