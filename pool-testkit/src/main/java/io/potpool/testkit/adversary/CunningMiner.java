package io.potpool.testkit.adversary;

import io.potpool.domain.Address;
import io.potpool.domain.Difficulty;
import io.potpool.domain.Hash256;
import io.potpool.domain.Nonce;
import io.potpool.ledger.Account;
import io.potpool.rewards.Ratio;
import io.potpool.rewards.RewardTerms;
import io.potpool.rewards.ShareFacts;
import io.potpool.shares.ShareOutcome;
import io.potpool.shares.Submission;
import io.potpool.terms.Lease;
import io.potpool.terms.LeaseTerms;
import io.potpool.terms.NoncePrefix;
import io.potpool.terms.NonceTerms;
import io.potpool.work.Job;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A miner who looks at every hash before he decides how to send it: to which instance, over which session, with which terms
 * newly asked for, after a disconnect, or only later. He knows what each instance would pay for each choice, takes the best,
 * and sends some shares to both.
 */
final class CunningMiner {

    private static final Address ALICE = Address.parse("0x" + "a1".repeat(20));
    private static final Address BOB = Address.parse("0x" + "b0".repeat(20));
    private static final long[] LADDER = {16, 64, 256};
    private static final int MOST_SESSIONS = 12;
    private static final int PER_SESSION = 300;
    private static final int AT_ONCE = 60;
    private static final int UNLEASED = 400;
    private static final int LONGEST_KEPT = 6;
    private static final List<BigDecimal> EXPONENTS =
            Stream.of("0", "0.3", "0.5", "0.7", "0.95").map(BigDecimal::new).toList();

    private record Session(Member at, Address login, Lease lease) {}

    private record Find(Job job, NoncePrefix prefix, long nonce, Difficulty reached) {}

    /** What decides a share's pay besides its lag. */
    private record Deal(Difficulty effective, RewardTerms reward) {}

    private record Way(Member to, Submission sent, BigInteger pay) {}

    private final TwoInstances pool;
    private final Random random;
    private final Difficulty least;
    private final List<Session> sessions = new ArrayList<>();
    private final List<CompletableFuture<ShareOutcome>> underWay = new ArrayList<>();
    private final Map<Find, Deal> deals = new HashMap<>();
    private List<Find> kept = new ArrayList<>();

    BigInteger promised = BigInteger.ZERO;
    long hashes;
    int uncertain;
    int changedDeals;
    int sentToBoth;
    int sentElsewhere;
    double mean;
    double variance;

    CunningMiner(TwoInstances pool, Difficulty least, long seed) {
        this.pool = pool;
        this.least = least;
        this.random = new Random(seed);
    }

    /** Plays so many rounds, or until a deal has changed where that is enough. */
    void play(int rounds, boolean untilADealChanges) {
        for (int round = 0; round < rounds && !(untilADealChanges && changedDeals > 0); round++) {
            play(pool, round);
        }
        underWay.forEach(CompletableFuture::join);
    }

    private void play(TwoInstances on, int round) {
        deals.keySet().retainAll(Set.copyOf(kept));
        if (on.next(round)) {
            sessions.clear();
        }
        List<Find> before = kept;
        kept = new ArrayList<>();
        keep(sendPaying(before));
        for (Member member : on.members()) {
            member.job().ifPresent(this::lookAtOnce);
        }
        for (Member member : on.members()) {
            member.job().ifPresent(job -> mine(member, job));
        }
        refill(round);
        on.trouble(round);
        if (underWay.size() > 500) {
            underWay.forEach(CompletableFuture::join);
            underWay.clear();
        }
    }

    /** Under every prefix, before any instance has heard more than what its announcement told it. */
    private void lookAtOnce(Job job) {
        for (Session session : sessions) {
            keep(sendPaying(hash(job, session.lease().prefix(), AT_ONCE)));
        }
    }

    /** Hashes work of one instance under every prefix he holds anywhere, and without one. */
    private void mine(Member at, Job job) {
        keep(sendPaying(hash(job, new NoncePrefix(3, 0xc00000L | random.nextInt(1 << 16)), UNLEASED)));
        for (Session session : List.copyOf(sessions)) {
            if (random.nextInt(3) > 0) {
                mine(at, job, session);
            }
        }
    }

    /** Changes or ends the lease after the hash, and sends what pays. */
    private void mine(Member at, Job job, Session session) {
        List<Find> finds = hash(job, session.lease().prefix(), PER_SESSION);
        Optional<Find> best = finds.stream().max(Comparator.comparing(Find::reached));
        int mood = random.nextInt(4);
        if (mood == 0 && best.isPresent()) {
            session.lease().change(new LeaseTerms(Optional.of(best.get().reached()), Optional.of(anyExponent())));
        } else if (mood == 1) {
            session.lease().end();
            sessions.remove(session);
        }
        if (at.store.isOpen() && random.nextInt(4) == 0) {
            pool.settle();
        }
        keep(sendPaying(finds));
    }

    private void keep(List<Find> unpaid) {
        unpaid.stream()
                .filter(find -> pool.members().stream()
                        .anyMatch(member -> member.job()
                                .filter(now -> now.height() < find.job().height() + LONGEST_KEPT)
                                .isPresent()))
                .forEach(kept::add);
    }

    private void refill(int round) {
        for (Member member : pool.members()) {
            for (long difficulty : LADDER) {
                Session session = new Session(member, random.nextBoolean() ? ALICE : BOB, member.reserve());
                session.lease().grant(session.login(), terms(difficulty, round));
                sessions.add(session);
            }
        }
        while (sessions.size() > MOST_SESSIONS) {
            sessions.remove(0).lease().end();
        }
        for (Session session : sessions) {
            if (random.nextInt(4) == 0) {
                session.lease().change(terms(LADDER[random.nextInt(LADDER.length)], random.nextInt()));
            }
        }
    }

    private LeaseTerms terms(long difficulty, int round) {
        return new LeaseTerms(
                Optional.of(Difficulty.of(difficulty)), round % 2 == 0 ? Optional.empty() : Optional.of(anyExponent()));
    }

    private BigDecimal anyExponent() {
        return EXPONENTS.get(random.nextInt(EXPONENTS.size()));
    }

    private List<Find> hash(Job job, NoncePrefix prefix, int count) {
        List<Find> finds = new ArrayList<>();
        long first = prefix.value() << 40 | (long) random.nextInt() << 8 & 0xff_ffff_ffffL;
        Find any = new Find(job, prefix, first, least);
        HonestHash honest = pool.members().stream()
                .filter(member -> member.find(job).isPresent())
                .map(member -> honest(member, any))
                .max(Comparator.comparing(HonestHash::mean))
                .orElseThrow();
        mean += honest.mean() * count;
        variance += honest.variance() * count;
        hashes += count;
        Hash256 bound = least.toTarget().bound();
        for (int i = 0; i < count; i++) {
            Hash256 result = pool.pow.result(job.header(), first + i);
            if (result.compareTo(bound) <= 0) {
                finds.add(new Find(job, prefix, first + i, Difficulty.reachedBy(result)));
            }
        }
        return finds;
    }

    private HonestHash honest(Member member, Find find) {
        Submission sent = sent(member, find, null);
        NonceTerms terms = member.terms(sent);
        Ratio lag = lag(member, sent.job(), terms);
        return HonestHash.of(find.job(), terms, (double) lag.numerator() / lag.denominator());
    }

    private static Ratio lag(Member member, Job job, NonceTerms terms) {
        return terms.reward().lag().factor(Member.CHAIN.schedule(), job.height(), member.lag(job));
    }

    /** Sends each find in the way that pays best, some to both instances, and returns those that no way pays for. */
    private List<Find> sendPaying(List<Find> finds) {
        List<Find> unpaid = new ArrayList<>();
        for (Find find : finds) {
            List<Way> ways = ways(find);
            Optional<Way> best =
                    ways.stream().filter(way -> way.pay().signum() > 0).max(Comparator.comparing(Way::pay));
            best.ifPresentOrElse(way -> send(way, ways), () -> unpaid.add(find));
        }
        return unpaid;
    }

    private void send(Way best, List<Way> ways) {
        promised = promised.add(best.pay());
        underWay.add(best.to().send(best.sent()));
        Optional<Way> other = ways.stream()
                .filter(way -> way.to() != best.to() && way.pay().equals(best.pay()))
                .findFirst();
        if (other.isPresent() && random.nextInt(4) == 0) {
            sentToBoth++;
            underWay.add(other.get().to().send(other.get().sent()));
        }
        sentElsewhere += best.sent().lease().isEmpty() ? 1 : 0;
    }

    private List<Way> ways(Find find) {
        List<Way> ways = new ArrayList<>();
        for (Member member : pool.members()) {
            if (member.find(find.job()).isPresent()) {
                ways.add(way(member, find, null));
                sessions.stream()
                        .filter(session -> session.at() == member)
                        .map(session -> way(member, find, session))
                        .filter(way -> member.mayCome(way.sent()))
                        .forEach(ways::add);
            }
        }
        return ways;
    }

    private Way way(Member member, Find find, @Nullable Session session) {
        Submission sent = sent(member, find, session);
        return new Way(member, sent, pay(member, sent, find));
    }

    private Submission sent(Member member, Find find, @Nullable Session session) {
        return new Submission(
                session == null ? (find.nonce() % 2 == 0 ? ALICE : BOB) : session.login(),
                "w",
                member.find(find.job()).orElseThrow(),
                new Nonce(find.nonce()),
                Optional.ofNullable(session).map(Session::lease).map(Lease::prefix),
                Optional.empty());
    }

    private BigInteger pay(Member member, Submission way, Find find) {
        NonceTerms terms = member.terms(way);
        Job job = way.job();
        Ratio lag = lag(member, job, terms);
        if (!terms.certain()) {
            uncertain++;
            return BigInteger.ZERO;
        }
        Deal deal = new Deal(terms.effective(job), terms.reward());
        if (!deal.equals(deals.computeIfAbsent(find, unused -> deal))) {
            changedDeals++;
        }
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
        return member.scheme(terms).onShare(facts, terms.reward(), way.login()).stream()
                .filter(entry -> entry.account().equals(Account.of(way.login())))
                .map(entry -> entry.amount().value())
                .reduce(BigInteger.ZERO, BigInteger::add);
    }
}
