package io.potpool.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.potpool.domain.Difficulty;
import io.potpool.domain.FloatDifficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.ethash.EthashEpoch;
import io.potpool.spi.JournalId;
import io.potpool.stratum.MinerProtocol;
import io.potpool.terms.NoncePrefix;
import io.potpool.terms.TermsChange;
import io.potpool.testkit.Generator;
import io.potpool.testkit.pow.Hasher;
import io.potpool.work.Job;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A miner who looks at each hash before he decides over which session and protocol, under which extranonce, and after
 * which new login, difficulty or disconnect he sends it. Every find ends up judged: what one way refuses goes another.
 */
final class WireAdversary implements AutoCloseable {

    /** What he does once he knows a hash and before he sends it, or how he sends it. */
    enum Move {
        AT_ONCE,
        LOGS_IN_AGAIN,
        OVER_ETHPROXY,
        OVER_PLAIN_STRATUM,
        OVER_GETWORK,
        UNDER_ANOTHER_SESSIONS_PREFIX,
        DISCONNECTS_FIRST,
        AT_THE_NEXT_HEIGHT,
        AUTHORIZES_AFTER_THE_HASH,
        SUBSCRIBES_AFTER_THE_HASH,
        RAISED_BY_VARDIFF,
        LOWERED_BY_VARDIFF
    }

    private static final String WALLET = "0x" + "a1".repeat(20);
    private static final String OTHER_WALLET = "0x" + "b2".repeat(20);
    private static final EthashEpoch EPOCH = EthashEpoch.of(0, 30_000);
    private static final int HASHES = 280;
    private static final int ENOUGH_FOR_VARDIFF = 20;
    private static final String VARDIFF = "x";
    /** Whose question the store answers after all that was written before it. */
    private static final JournalId ASKING = JournalId.random();

    private static final List<String> PASSWORDS =
            List.of(VARDIFF, "d=0.2k", "0.0000001;a=0.5", "a=0.9", "d=1k,a=0.3", "d=0.1k");

    private final Door door;
    private final FixedTerms fixed;
    private final Generator generator;
    private final Map<MinerProtocol, WireSession> shared = new EnumMap<>(MinerProtocol.class);
    private final List<WireSession> leased = new ArrayList<>();
    private final List<FixedTerms.Find> kept = new ArrayList<>();
    private NoncePrefix lastSeen = new NoncePrefix(3, 0);
    private int opened;

    final Map<Move, Integer> moves = new EnumMap<>(Move.class);
    final Map<MinerProtocol, Integer> accepted = new EnumMap<>(MinerProtocol.class);
    int guessed;

    WireAdversary(Door door, FixedTerms fixed, Generator generator) throws IOException {
        this.door = door;
        this.fixed = fixed;
        this.generator = generator;
        for (MinerProtocol protocol :
                List.of(MinerProtocol.ETHPROXY, MinerProtocol.PLAIN_STRATUM, MinerProtocol.GETWORK)) {
            WireSession session = WireSession.subscribe(door, protocol, OTHER_WALLET);
            String unused = session.authorize("d=1k,a=0.1");
            shared.put(protocol, session);
        }
        refill();
    }

    private void refill() throws IOException {
        while (leased.size() < PASSWORDS.size()) {
            boolean first = opened % 2 == 0;
            WireSession session = open(first ? MinerProtocol.ETHEREUM_STRATUM_1 : MinerProtocol.ETHEREUM_STRATUM_2);
            String unused = session.authorize(PASSWORDS.get(opened++ % PASSWORDS.size()));
            leased.add(session);
        }
    }

    private WireSession open(MinerProtocol protocol) throws IOException {
        WireSession session = WireSession.subscribe(door, protocol, WALLET);
        session.prefix().ifPresent(prefix -> lastSeen = prefix);
        return session;
    }

    /** Waits for the first job of the next height, keeps what holds for it, and checks what the sessions were told. */
    Job nextHeight() throws IOException {
        door.store.heights().announce(ASKING, -1, 0).toCompletableFuture().join();
        long height = door.nextBlock() + 1;
        await().atMost(Honest.BOUND)
                .until(() -> door.pool
                        .stats()
                        .job()
                        .filter(now -> now.height() == height)
                        .isPresent());
        Job job = door.pool.stats().job().orElseThrow();
        for (WireSession session :
                Stream.concat(leased.stream(), shared.values().stream()).toList()) {
            session.awaitJob(job.header());
        }
        fixed.fix(job, door.store);
        for (WireSession session : leased) {
            NoncePrefix prefix = session.prefix().orElseThrow();
            lastSeen = prefix.value() > lastSeen.value() ? prefix : lastSeen;
            assertTold(session, fixed.difficulty(prefix, job));
        }
        return job;
    }

    private static void assertTold(WireSession session, Difficulty fixed) {
        if (session.protocol == MinerProtocol.ETHEREUM_STRATUM_1) {
            assertThat(new BigDecimal(session.told())).isEqualByComparingTo(FloatDifficulty.of(fixed));
        } else {
            assertThat(session.told()).isEqualTo(fixed.toTarget().bound().toHex());
        }
    }

    void play() throws IOException {
        Job job = nextHeight();
        List<FixedTerms.Find> earlier = List.copyOf(kept);
        kept.clear();
        for (FixedTerms.Find find : earlier) {
            overAny(find);
        }
        for (FixedTerms.Find find : mine(job, new NoncePrefix(3, 0xc00000L | generator.ints(0, 0xffff)), HASHES)) {
            play(generator.choice(Move.OVER_ETHPROXY, Move.OVER_PLAIN_STRATUM, Move.OVER_GETWORK), null, find);
        }
        authorizeAfterTheHash(job);
        subscribeAfterTheHash(job);
        for (WireSession session : List.copyOf(leased)) {
            for (FixedTerms.Find find : mine(job, session.prefix().orElseThrow(), HASHES)) {
                boolean open = leased.contains(session);
                play(open ? generator.choice(Move.values()) : Move.OVER_GETWORK, session, find);
            }
        }
        refill();
    }

    private void play(Move move, @Nullable WireSession session, FixedTerms.Find find) throws IOException {
        switch (move) {
            case OVER_ETHPROXY -> over(shared.get(MinerProtocol.ETHPROXY), find);
            case OVER_PLAIN_STRATUM -> over(shared.get(MinerProtocol.PLAIN_STRATUM), find);
            case OVER_GETWORK -> over(shared.get(MinerProtocol.GETWORK), find);
            case AT_THE_NEXT_HEIGHT -> kept.add(find);
            case LOGS_IN_AGAIN -> {
                String unused = session.authorize(wish(find.reached()) + ",a=" + generator.choice("0", "0.5", "0.95"));
                over(session, find);
            }
            case UNDER_ANOTHER_SESSIONS_PREFIX -> over(generator.choice(leased), find);
            case DISCONNECTS_FIRST -> {
                if (leased.size() < PASSWORDS.size() - 1) {
                    over(session, find);
                    return;
                }
                disconnect(session);
                overAny(find);
            }
            default -> {
                over(session, find);
                count(Move.AT_ONCE);
                return;
            }
        }
        count(move);
    }

    private void count(Move move) {
        moves.merge(move, 1, Integer::sum);
    }

    private void disconnect(WireSession session) throws IOException {
        session.close();
        leased.remove(session);
        TermsChange end = new TermsChange.End(session.prefix().orElseThrow());
        await().atMost(Honest.BOUND)
                .until(() -> door.store.terms().load(0).stream()
                        .anyMatch(entry -> entry.change().equals(end)));
    }

    /** His extranonce is known and nobody's yet: the difficulty he asks for is the one that his best hash has reached. */
    private void authorizeAfterTheHash(Job job) throws IOException {
        WireSession fresh = open(MinerProtocol.ETHEREUM_STRATUM_1);
        List<FixedTerms.Find> finds = mine(job, fresh.prefix().orElseThrow(), HASHES / 2);
        settleWith(fresh, finds, Move.AUTHORIZES_AFTER_THE_HASH);
    }

    /** Hashes under the extranonce that the next session will get. */
    private void subscribeAfterTheHash(Job job) throws IOException {
        NoncePrefix next = new NoncePrefix(3, lastSeen.value() + 1 & 0xffffff);
        List<FixedTerms.Find> finds = mine(job, next, HASHES / 2);
        WireSession fresh = open(generator.choice(MinerProtocol.ETHEREUM_STRATUM_1, MinerProtocol.ETHEREUM_STRATUM_2));
        settleWith(fresh, finds, Move.SUBSCRIBES_AFTER_THE_HASH);
        if (fresh.prefix().equals(Optional.of(next))) {
            guessed++;
        }
    }

    private void settleWith(WireSession fresh, List<FixedTerms.Find> finds, Move move) throws IOException {
        Optional<FixedTerms.Find> best = finds.stream().max(Comparator.comparing(FixedTerms.Find::reached));
        String unused = fresh.authorize(best.map(find -> wish(find.reached())).orElse(VARDIFF));
        if (best.isPresent()) {
            fresh.awaitJob(best.get().header());
            door.store.heights().announce(ASKING, -1, 0).toCompletableFuture().join();
            over(fresh, best.get());
            count(move);
        }
        for (FixedTerms.Find find : finds) {
            if (!find.equals(best.get())) {
                over(generator.booleans() ? fresh : generator.choice(leased), find);
            }
        }
        fresh.prefix().ifPresent(prefix -> lastSeen = prefix);
        fresh.close();
    }

    /**
     * A session whose difficulty follows its speed sends fast, and its best hash after its difficulty has been raised:
     * by itself or over another protocol.
     */
    void raiseByVarDiff(boolean byItself) throws IOException {
        Job job = nextHeight();
        WireSession session = leased.get(0);
        List<FixedTerms.Find> finds = paid(job, session);
        FixedTerms.Find best = finds.stream()
                .max(Comparator.comparing(FixedTerms.Find::reached))
                .orElseThrow();
        finds.remove(best);
        long before = door.count("stratum.difficultyChanges");
        for (FixedTerms.Find find : finds.subList(0, ENOUGH_FOR_VARDIFF)) {
            over(session, find);
        }
        changesBeyond(before);
        over(byItself ? session : shared.get(MinerProtocol.GETWORK), best);
        for (FixedTerms.Find find : finds.subList(ENOUGH_FOR_VARDIFF, finds.size())) {
            overAny(find);
        }
        count(Move.RAISED_BY_VARDIFF);
    }

    /** And another, after it has been lowered because the session sends nothing any more. */
    void lowerByVarDiff() throws IOException {
        Job job = nextHeight();
        WireSession session = leased.get(0);
        long before = door.count("stratum.difficultyChanges");
        List<FixedTerms.Find> finds = paid(job, session);
        changesBeyond(before);
        for (FixedTerms.Find find : finds) {
            over(generator.choice(session, shared.get(MinerProtocol.ETHPROXY)), find);
        }
        count(Move.LOWERED_BY_VARDIFF);
    }

    private List<FixedTerms.Find> paid(Job job, WireSession session) {
        List<FixedTerms.Find> finds = new ArrayList<>();
        NoncePrefix prefix = session.prefix().orElseThrow();
        while (finds.size() <= ENOUGH_FOR_VARDIFF) {
            finds.addAll(mine(job, prefix, HASHES).stream()
                    .filter(find -> find.reached().compareTo(fixed.difficulty(prefix, job)) >= 0)
                    .toList());
        }
        return finds;
    }

    private void changesBeyond(long before) {
        await().atMost(Duration.ofSeconds(20)).until(() -> door.count("stratum.difficultyChanges") > before);
        door.store.heights().announce(ASKING, -1, 0).toCompletableFuture().join();
    }

    /** Difficulties below a million hashes need a suffix to be hashes. */
    private static String wish(Difficulty reached) {
        return "d=" + new BigDecimal(reached.value()).movePointLeft(3).toPlainString() + "k";
    }

    private List<FixedTerms.Find> mine(Job job, NoncePrefix prefix, int hashes) {
        List<FixedTerms.Find> finds = new ArrayList<>();
        long first = prefix.value() << 40 | generator.anyLong() & 0xff_ffff_f000L;
        for (int i = 0; i < hashes; i++) {
            Nonce nonce = new Nonce(first + i);
            Hash256 result = Hasher.tiny().hash(EPOCH, job.header(), nonce).result();
            Difficulty reached = Difficulty.reachedBy(result);
            if (reached.compareTo(Difficulty.of(Door.SHARE_DIFFICULTY)) >= 0) {
                finds.add(new FixedTerms.Find(job, nonce, reached));
            }
        }
        return finds;
    }

    private void overAny(FixedTerms.Find find) throws IOException {
        over(generator.choice(List.copyOf(shared.values())), find);
    }

    /** Sends a find, and by EthProxy if that session may not send it. */
    private void over(WireSession session, FixedTerms.Find find) throws IOException {
        fixed.sent(find);
        boolean own =
                session.prefix().filter(prefix -> prefix.covers(find.nonce())).isPresent();
        String answer = session.submit(find.header(), find.nonce(), own && generator.booleans());
        if (WireSession.isAccepted(answer)) {
            accepted.merge(session.protocol, 1, Integer::sum);
        } else if (!answer.contains("Low difficulty")) {
            over(shared.get(MinerProtocol.ETHPROXY), find);
        }
    }

    void finish() throws IOException {
        for (FixedTerms.Find find : kept) {
            overAny(find);
        }
    }

    @Override
    public void close() throws IOException {
        for (WireSession session : leased) {
            session.close();
        }
        for (WireSession session : shared.values()) {
            session.close();
        }
    }
}
