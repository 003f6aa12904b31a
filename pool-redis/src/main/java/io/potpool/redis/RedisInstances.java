package io.potpool.redis;

import io.potpool.spi.Agreement;
import io.potpool.spi.Confirmation;
import io.potpool.spi.Instance;
import io.potpool.spi.InstanceState;
import io.potpool.spi.InstanceStore;
import io.potpool.spi.InstanceView;
import io.potpool.spi.JournalId;
import io.potpool.store.Lane;
import io.potpool.terms.ExtranonceSpace;
import io.potpool.terms.TermsRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running instances of the pool. */
final class RedisInstances implements InstanceStore {

    private static final Logger LOG = LoggerFactory.getLogger(RedisInstances.class);

    private record Ordered(long order, InstanceView view) {}

    private final RedisWriter writer;
    private final RedisCaller caller;
    private final Keys keys;
    private final Unsettled unsettled;
    private final Latest latest;
    private final Duration silence;

    RedisInstances(
            RedisWriter writer, RedisCaller caller, Keys keys, Unsettled unsettled, Latest latest, Duration silence) {
        this.writer = writer;
        this.caller = caller;
        this.keys = keys;
        this.unsettled = unsettled;
        this.latest = latest;
        this.silence = silence;
    }

    @Override
    public CompletionStage<Agreement> register(Instance instance) {
        return writer.submit(
                Lane.VITAL,
                1,
                new AgreementChange(
                        instance.id(),
                        Long.MAX_VALUE,
                        unsettled,
                        latest,
                        from -> Call.of(
                                Script.REGISTER,
                                keys.agreement(),
                                List.of(
                                        instance.id(),
                                        InstanceText.name(instance),
                                        InstanceText.state(0, InstanceState.NONE),
                                        from))));
    }

    @Override
    public CompletionStage<Agreement> confirm(Confirmation confirmation) {
        JournalId id = confirmation.id();
        return writer.submit(
                Lane.VITAL,
                1,
                new AgreementChange(
                        id,
                        confirmation.known(),
                        unsettled,
                        latest,
                        from -> Call.of(Script.CONFIRM, keys.agreement(), arguments(confirmation, from))));
    }

    private List<Object> arguments(Confirmation told, long from) {
        List<Object> arguments = new ArrayList<>(List.of(
                told.id(),
                from,
                told.seen(),
                told.announced(),
                Math.min(told.lowestCommittable(), Agreed.MOST),
                told.storeTime().toEpochMilli(),
                InstanceText.state(told.known(), told.state()),
                silence.toMillis(),
                latest.sequence(),
                latest.answers(told.id()),
                told.held().loss(),
                text(told.held().firstBytes())));
        for (TermsRecord entry : told.held().records()) {
            arguments.add(entry.sequence());
            arguments.add(TermsText.bytes(entry));
        }
        return arguments;
    }

    private static String text(Set<Integer> bytes) {
        return bytes.stream().map(String::valueOf).collect(Collectors.joining(" "));
    }

    @Override
    public CompletionStage<Void> retire(JournalId id) {
        return end(id, false);
    }

    /** Takes an instance off the register and tells the others that it is gone, so that they end its leases. */
    CompletionStage<Void> forget(JournalId id) {
        return end(id, true);
    }

    private CompletionStage<Void> end(JournalId id, boolean isGone) {
        return writer.submit(
                Lane.VITAL, 1, Change.of(Call.of(Script.RETIRE, keys.agreement(), List.of(id, isGone ? 1 : 0))));
    }

    @Override
    public CompletionStage<OptionalInt> takeFirstByte(JournalId by, ExtranonceSpace space, Set<Integer> held) {
        return writer.submit(
                Lane.VITAL,
                1,
                Change.of(
                        Call.of(
                                Script.BYTES,
                                keys.agreement(),
                                List.of(by, space.lowest(), space.highest(), text(held))),
                        reply -> Replies.number(reply) < 0
                                ? OptionalInt.empty()
                                : OptionalInt.of((int) Replies.number(reply))));
    }

    @Override
    public List<InstanceView> all() {
        List<@Nullable Object> replies =
                caller.readAll(List.of(Call.of("HGETALL", keys.instances()), Call.of("HGETALL", keys.instanceViews())));
        Map<String, byte[]> views = Replies.map(replies.get(1));
        List<Ordered> all = new ArrayList<>();
        Replies.map(replies.get(0)).forEach((id, numbers) -> {
            try {
                all.add(view(
                        JournalId.parse(id),
                        new String(numbers, StandardCharsets.US_ASCII),
                        present(views.get(id)),
                        present(views.get("s" + id))));
            } catch (IllegalArgumentException damaged) {
                LOG.warn("the instance {} is left out: {}", id, damaged.getMessage());
            }
        });
        return all.stream()
                .sorted(Comparator.comparingLong(Ordered::order))
                .map(Ordered::view)
                .toList();
    }

    private static byte[] present(byte @Nullable [] value) {
        if (value == null) {
            throw new IllegalArgumentException("it has no name or state");
        }
        return value;
    }

    /** Takes {@code seen time announced top lowest at order answers lost}, as {@code agree.lua} writes it. */
    private static Ordered view(JournalId id, String numbers, byte[] name, byte[] state) {
        String[] parts = numbers.split(" ", -1);
        if (parts.length < 7) {
            throw new IllegalArgumentException("its numbers are damaged");
        }
        long lowest = Long.parseLong(parts[4]);
        Bytes.In in = new Bytes.In(state);
        Confirmation latest = new Confirmation(
                id,
                in.number(),
                Long.parseLong(parts[0]),
                Long.parseLong(parts[2]),
                lowest >= Agreed.MOST ? Long.MAX_VALUE : lowest,
                Instant.ofEpochMilli(Long.parseLong(parts[1])),
                InstanceText.state(in));
        Instance instance = InstanceText.name(id, name);
        return new Ordered(
                Long.parseLong(parts[6]),
                new InstanceView(instance, latest, Instant.ofEpochMilli(Long.parseLong(parts[5]))));
    }

    /** Returns the name of a registered instance. */
    Optional<String> nameOf(JournalId id) {
        return all().stream()
                .map(InstanceView::instance)
                .filter(instance -> instance.id().equals(id))
                .map(Instance::name)
                .findFirst();
    }
}
