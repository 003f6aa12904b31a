package io.potpool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.spi.InstanceStore;
import io.potpool.spi.PoolStore;
import io.potpool.support.MemoryStore;
import io.potpool.support.PoolRig;
import io.potpool.support.TestTerms;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

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

    private PoolRig start(boolean healthCheck) throws IOException {
        InstanceStore flaky = proxy(InstanceStore.class, this::instances);
        PoolStore whole = proxy(
                PoolStore.class,
                (proxy, method, arguments) ->
                        method.getName().equals("instances") ? flaky : method.invoke(store, arguments));
        return PoolRig.start(
                TestTerms.pps(10), builder -> builder.store(whole).storeHealth(healthCheck, 2, Duration.ofSeconds(1)));
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
