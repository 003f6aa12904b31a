package io.potpool;

import static io.potpool.support.PoolRig.told;
import static io.potpool.support.TestChain.ALICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.shares.ShareOutcome;
import io.potpool.spi.HeightStore;
import io.potpool.spi.InstanceStore;
import io.potpool.spi.PoolStore;
import io.potpool.spool.SpoolSettings;
import io.potpool.support.MemoryStore;
import io.potpool.support.PoolRig;
import io.potpool.support.TestTerms;
import io.potpool.work.Job;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What healthCheck and maxFails of the family mean, over a store that does not confirm the instance. */
class StoreSickTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final MemoryStore store = new MemoryStore();
    private final InstanceStore instances = store.instances();
    private volatile boolean failing;
    private volatile boolean silent;

    private Object instances(Object proxy, Method method, Object[] arguments) throws ReflectiveOperationException {
        boolean confirms = method.getName().equals("confirm");
        if (confirms && failing) {
            return CompletableFuture.failedFuture(new IllegalStateException("planted"));
        }
        return confirms && silent ? new CompletableFuture<>() : method.invoke(instances, arguments);
    }

    private <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private Object heights(Object proxy, Method method, Object[] arguments) throws ReflectiveOperationException {
        boolean announces = method.getName().equals("announce");
        return announces && silent ? new CompletableFuture<>() : method.invoke(store, arguments);
    }

    private PoolRig start(boolean healthCheck) throws IOException {
        return start(builder -> builder.storeHealth(healthCheck, 2, Duration.ofSeconds(1)));
    }

    private PoolRig start(Consumer<PoolBuilder> more) throws IOException {
        InstanceStore flaky = proxy(InstanceStore.class, this::instances);
        HeightStore deaf = proxy(HeightStore.class, this::heights);
        PoolStore whole = proxy(PoolStore.class, (proxy, method, arguments) -> switch (method.getName()) {
            case "instances" -> flaky;
            case "heights" -> deaf;
            default -> method.invoke(store, arguments);
        });
        return PoolRig.start(TestTerms.pps(10), builder -> more.accept(builder.store(whole)));
    }

    private static boolean storeIs(PoolRig rig, PoolHealth.Status status, String text) {
        return rig.pool.health().findings().stream()
                .anyMatch(finding -> finding.name().equals("store")
                        && finding.status() == status
                        && finding.text().startsWith("the store has not answered since 20")
                        && finding.text().endsWith(text));
    }

    /** It may have been removed from the register, and anything may have been agreed on without it. */
    @Test
    void anInstanceCutOffForMaxAgeTakesNoSharesOfNewHeightsUntilTheStoreAnswers(@TempDir Path dir) throws IOException {
        SpoolSettings settings = new SpoolSettings(dir, SpoolSettings.LEAST_BYTES, Duration.ofSeconds(4));
        try (PoolRig rig = start(builder -> builder.spool(settings))) {
            rig.pow.plant(1, 50);
            Job agreed = rig.announce(100);
            silent = true;
            Job alone = rig.announce(101);
            await().atMost(LONG).until(() -> storeIs(rig, PoolHealth.Status.DEGRADED, ": accepted shares are spooled"));
            await().atMost(LONG)
                    .until(() -> storeIs(
                            rig,
                            PoolHealth.Status.DOWN,
                            "longer than spool.maxAge: shares of new heights are not taken"));
            AtomicLong nonce = new AtomicLong(1000);
            await().atMost(LONG).until(() -> {
                rig.pow.plant(nonce.get(), 50);
                return told(rig.send(ALICE, alone, nonce.getAndIncrement())).equals(new ShareOutcome.NotReady());
            });
            assertThat(rig.metric("shares.uncertainTerms")).isPositive();
            assertThat(told(rig.send(ALICE, agreed, 1)).accepted()).isTrue();

            silent = false;
            await().atMost(LONG)
                    .until(() -> told(rig.send(ALICE, alone, nonce.get() - 1)).accepted());
        }
    }

    @Test
    void aStoreThatDoesNotConfirmStopsTheWorkUntilItDoes() throws IOException {
        try (PoolRig rig = start(true)) {
            rig.announce(100);
            failing = true;
            await().atMost(LONG).until(() -> rig.gateway().currentJob().isEmpty());
            assertThat(rig.metric("store.sick")).isOne();

            failing = false;
            await().atMost(LONG).until(() -> rig.gateway().currentJob().isPresent());
        }
    }

    @Test
    void aStoreThatDoesNotAnswerIsSickToo() throws IOException {
        try (PoolRig rig = start(true)) {
            rig.announce(100);
            silent = true;
            await().atMost(LONG).until(() -> rig.gateway().currentJob().isEmpty());
            silent = false;
            await().atMost(LONG).until(() -> rig.gateway().currentJob().isPresent());
        }
    }

    @Test
    void withoutHealthCheckTheWorkGoesOn() throws IOException {
        try (PoolRig rig = start(false)) {
            rig.announce(100);
            failing = true;
            await().atMost(LONG).until(() -> rig.metric("store.sick") == 1);

            assertThat(rig.gateway().currentJob()).isPresent();
        }
    }
}
