package io.potpool.shares;

import static io.potpool.support.TestChain.ALICE;
import static io.potpool.support.TestChain.BOB;
import static io.potpool.support.TestChain.CHAIN;

import io.potpool.domain.Address;
import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.ledger.Account;
import io.potpool.rewards.Ratio;
import io.potpool.rewards.ShareFacts;
import io.potpool.terms.Lease;
import io.potpool.terms.LeaseTerms;
import io.potpool.terms.NoncePrefix;
import io.potpool.terms.NonceTerms;
import io.potpool.work.Job;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A miner who looks at every hash before he decides how to send it: over which session, of which wallet, with which
 * terms newly asked for, over which protocol, after a disconnect, after a restart of the pool, or only at the next height.
 * His lease's difficulty, by password or by a speed that he feigns, and its exponent change whenever he wants them to, after
 * the hash as well as before. He knows what the pool would pay for each choice and takes the best.
 */
final class Adversary {

    private static final long[] LADDER = {16, 64, 256};
    private static final Difficulty MINED_AT_MOST = Difficulty.of(256);
    private static final int MOST_SESSIONS = 12;
    private static final int PER_LADDER = 400;
    private static final int PER_FRESH = 60;
    private static final int UNLEASED = 300;
    private static final int FRESH = 2;
    private static final List<BigDecimal> EXPONENTS =
            Stream.of("0", "0.3", "0.5", "0.7", "0.95").map(BigDecimal::new).toList();

    /** The protocols; what one of them lets a miner choose after the hash is what counts here. */
    enum Protocol {
        ETHPROXY,
        PLAIN_STRATUM,
        /** Names the account anew with every request. */
        GETWORK,
        ETHEREUM_STRATUM_1,
        /** Lets several workers of a login authorize in one session, each with a password of its own. */
        ETHEREUM_STRATUM_2
    }

    private record Session(
            Protocol protocol, Address login, @Nullable Lease lease) {}

    private record Find(Job job, NoncePrefix prefix, long nonce, Difficulty reached) {}

    private record Way(Protocol protocol, Submission sent, BigInteger pay) {}

    private final TermsGame game;
    private final Random random;
    private final Difficulty least;
    private final List<Session> proxies = Stream.of(Protocol.ETHPROXY, Protocol.PLAIN_STRATUM, Protocol.GETWORK)
            .flatMap(protocol -> Stream.of(new Session(protocol, ALICE, null), new Session(protocol, BOB, null)))
            .toList();
    private final List<Session> sessions = new ArrayList<>();
    private final List<CompletableFuture<ShareOutcome>> underWay = new ArrayList<>();
    private List<Find> kept = new ArrayList<>();
    private BigInteger earned = BigInteger.ZERO;
    private BigInteger atOnce = BigInteger.ZERO;
    private NoncePrefix lastSeen = new NoncePrefix(3, 0);
    private int leased;

    long hashes;
    int predicted;
    int changedAfterTheHash;
    final Map<Protocol, Integer> sentBy = new EnumMap<>(Protocol.class);
    double mean;
    double variance;

    Adversary(TermsGame game, Difficulty least, long seed) {
        this.game = game;
        this.least = least;
        this.random = new Random(seed);
    }

    BigInteger earned() {
        return earned;
    }

    /** What the same hashes earn who sends each as soon as he has it. */
    BigInteger atOnce() {
        return atOnce;
    }

    /** How many standard deviations of honest mining the earnings lie above its mean. */
    double sigmas() {
        return (earned.doubleValue() - mean) / Math.sqrt(variance);
    }

    void play(int heights) {
        for (int i = 0; i < heights; i++) {
            playHeight(100 + i);
        }
        answers();
    }

    private void playHeight(long height) {
        Job job = game.announce(height, 1000 + random.nextInt(2000));
        sendPaying(kept);
        kept = new ArrayList<>();
        refill(height);
        varyBeforeTheNextHeight();

        List<Find> unleased = hash(job, new NoncePrefix(3, 0xc00000L | random.nextInt(1 << 16)), UNLEASED);
        sendPaying(unleased);
        for (int i = 0; i < FRESH; i++) {
            Session fresh = subscribe(i % 2 == 0 ? ALICE : BOB);
            authorizeWithTheBest(fresh, hash(job, fresh.lease().prefix(), PER_FRESH));
        }
        predict(job);
        List<Find> low = new ArrayList<>();
        for (Session session : List.copyOf(sessions)) {
            Difficulty own = session.lease().difficulty(job);
            if (random.nextBoolean() && own.compareTo(least) > 0 && own.compareTo(MINED_AT_MOST) <= 0) {
                low.addAll(mineUnder(session, job));
            }
        }
        turn(height, job, low);
        answers();
    }

    /** Whatever was not paid until now is tried again after a disconnect, a restart, or at the next height. */
    private void turn(long height, Job job, List<Find> low) {
        if (height % 40 == 39) {
            answers();
            game.restart();
            sessions.clear();
            game.announce(height, job.network().value().longValueExact());
            sendPaying(low);
        } else if (height % 3 > 0) {
            for (Session session : List.copyOf(sessions)) {
                if (low.stream().anyMatch(find -> session.lease().prefix().equals(find.prefix()))) {
                    session.lease().end();
                    sessions.remove(session);
                }
            }
            game.settle();
            sendPaying(low);
        } else {
            kept = low;
        }
    }

    private void refill(long height) {
        if (height % 2 == 0) {
            for (long difficulty : LADDER) {
                Session session = subscribe(ALICE);
                session.lease().grant(ALICE, terms(Difficulty.of(difficulty), height));
                sessions.add(session);
            }
            game.settle();
        }
        while (sessions.size() > MOST_SESSIONS) {
            sessions.remove(0).lease().end();
        }
    }

    private LeaseTerms terms(Difficulty difficulty, long height) {
        return new LeaseTerms(Optional.of(difficulty), height % 4 == 0 ? Optional.empty() : Optional.of(anyExponent()));
    }

    private BigDecimal anyExponent() {
        return EXPONENTS.get(random.nextInt(EXPONENTS.size()));
    }

    /** What a miner does whose speed changes, or seems to: other terms for the heights to come. */
    private void varyBeforeTheNextHeight() {
        for (Session session : sessions) {
            if (random.nextInt(4) == 0) {
                Difficulty any = Difficulty.of(LADDER[random.nextInt(LADDER.length)]);
                session.lease().change(new LeaseTerms(Optional.of(any), Optional.of(anyExponent())));
            }
        }
        game.settle();
    }

    private Session subscribe(Address login) {
        Protocol protocol = leased++ % 2 == 0 ? Protocol.ETHEREUM_STRATUM_1 : Protocol.ETHEREUM_STRATUM_2;
        Session session = new Session(protocol, login, game.reserve());
        lastSeen = session.lease().prefix();
        return session;
    }

    /** Hashes under the prefix that the next session will get, and only then opens it. */
    private void predict(Job job) {
        NoncePrefix next = new NoncePrefix(3, lastSeen.value() + 1 & 0xffffff);
        List<Find> finds = hash(job, next, PER_FRESH);
        Session session = subscribe(ALICE);
        if (session.lease().prefix().equals(next)) {
            predicted++;
        }
        authorizeWithTheBest(session, finds);
    }

    /** Sends all but the best, asks for the difficulty that the best has reached, and then sends the best. */
    private void authorizeWithTheBest(Session session, List<Find> finds) {
        Optional<Find> best = finds.stream().max(Comparator.comparing(Find::reached));
        if (best.isEmpty()) {
            return;
        }
        finds.remove(best.get());
        sendPaying(finds);
        session.lease()
                .grant(session.login(), new LeaseTerms(Optional.of(best.get().reached()), Optional.empty()));
        if (session.protocol() == Protocol.ETHEREUM_STRATUM_2) {
            session.lease()
                    .grant(session.login(), LeaseTerms.ofDifficulty(best.get().reached()));
        }
        sessions.add(session);
        game.settle();
        sendPaying(List.of(best.get()));
    }

    /** Mines under a lease, asks for a better one after the best hash, and returns what does not pay. */
    private List<Find> mineUnder(Session session, Job job) {
        List<Find> finds = hash(job, session.lease().prefix(), PER_LADDER);
        Optional<Find> best = finds.stream().max(Comparator.comparing(Find::reached));
        if (random.nextBoolean() && best.isPresent()) {
            session.lease()
                    .grant(session.login(), LeaseTerms.ofDifficulty(best.get().reached()));
            session.lease().change(new LeaseTerms(Optional.of(best.get().reached()), Optional.of(anyExponent())));
            game.settle();
            changedAfterTheHash++;
        }
        return sendPaying(finds);
    }

    private List<Find> hash(Job job, NoncePrefix prefix, int count) {
        List<Find> finds = new ArrayList<>();
        long first = prefix.value() << 40 | (long) random.nextInt() << 8 & 0xff_ffff_ffffL;
        NonceTerms honest = game.terms(sent(new Find(job, prefix, first, least), proxies.get(0)));
        Honest.Hash one = Honest.hash(job, honest);
        mean += one.mean() * count;
        variance += one.variance() * count;
        hashes += count;
        Hash256 bound = least.toTarget().bound();
        for (int i = 0; i < count; i++) {
            Hash256 result = game.pow.result(job.header(), first + i);
            if (result.compareTo(bound) <= 0) {
                Find find = new Find(job, prefix, first + i, Difficulty.reachedBy(result));
                finds.add(find);
                atOnce = atOnce.add(pay(sent(find, proxies.get(0)), find));
            }
        }
        return finds;
    }

    /** Sends each find in the way that pays best, and returns those that no way pays for. */
    private List<Find> sendPaying(List<Find> finds) {
        List<Find> unpaid = new ArrayList<>();
        for (Find find : finds) {
            Optional<Way> best = ways(find).max(Comparator.comparing(Way::pay));
            best.filter(way -> way.pay().signum() > 0).ifPresentOrElse(this::send, () -> unpaid.add(find));
        }
        return unpaid;
    }

    private void send(Way way) {
        sentBy.merge(way.protocol(), 1, Integer::sum);
        underWay.add(game.send(way.sent()));
    }

    /** In any order, so that among equals each protocol has its turn. */
    private Stream<Way> ways(Find find) {
        List<Session> all = new ArrayList<>(proxies);
        all.addAll(sessions);
        Collections.shuffle(all, random);
        return all.stream()
                .filter(session -> game.mayCome(sent(find, session)))
                .map(session -> new Way(session.protocol(), sent(find, session), pay(sent(find, session), find)));
    }

    private static Submission sent(Find find, Session session) {
        return new Submission(
                session.login(),
                "w",
                find.job(),
                new Nonce(find.nonce()),
                Optional.ofNullable(session.lease()).map(Lease::prefix),
                Optional.empty());
    }

    private BigInteger pay(Submission way, Find find) {
        NonceTerms terms = game.terms(way);
        Job job = find.job();
        Ratio lag = terms.reward().lag().factor(CHAIN.schedule(), job.height(), game.lag(job));
        if (find.reached().compareTo(terms.effective(job)) < 0 || lag.isZero()) {
            return BigInteger.ZERO;
        }
        ShareFacts facts = new ShareFacts(
                job.header(),
                way.nonce(),
                job.height(),
                job.network(),
                job.blockReward(),
                terms.effective(job),
                find.reached(),
                lag);
        return game.scheme(terms).onShare(facts, terms.reward(), way.login()).stream()
                .filter(entry -> entry.account().equals(Account.of(way.login())))
                .map(entry -> entry.amount().value())
                .reduce(BigInteger.ZERO, BigInteger::add);
    }

    private void answers() {
        for (CompletableFuture<ShareOutcome> answer : underWay) {
            if (answer.join() instanceof ShareOutcome.Accepted paid) {
                earned = earned.add(paid.reward().value());
            }
        }
        underWay.clear();
    }
}
