package io.potpool.policy;

import io.potpool.domain.Origin;
import io.potpool.policy.PolicySettings.Limits;
import io.potpool.spi.Offence;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All that is known of one address: its connections, its score and what is under way. Thread-safe. */
final class Host {

    /** Shares of an address that may be under way before any of its sessions has sent a good one. */
    private static final int UNPROVEN = 256;

    /** Why a connection is not taken. */
    enum Refusal {
        GONE,
        CROWDED,
        HASTY
    }

    private final Origin origin;
    private final Score score;
    private final @Nullable TokenBucket bucket;
    private final Set<Guest> guests = new HashSet<>();
    private int underWay;
    private boolean gone;

    Host(Origin origin, PolicySettings settings, long nowMillis) {
        this.origin = origin;
        this.score = new Score(settings.window().toMillis(), nowMillis);
        Limits limits = settings.limits().orElse(null);
        this.bucket = limits == null ? null : new TokenBucket(limits, nowMillis);
    }

    Origin origin() {
        return origin;
    }

    /** Takes a connection in; {@code free} ones are not limited, and not by time within the {@code grace}. */
    synchronized Optional<Refusal> enter(Guest guest, int most, boolean free, boolean grace, long nowMillis) {
        if (gone) {
            return Optional.of(Refusal.GONE);
        }
        if (!free && guests.size() >= most) {
            return Optional.of(Refusal.CROWDED);
        }
        if (!free && !grace && bucket != null && !bucket.take(nowMillis)) {
            return Optional.of(Refusal.HASTY);
        }
        guests.add(guest);
        return Optional.empty();
    }

    synchronized void leave(Guest guest) {
        guests.remove(guest);
    }

    synchronized void refund(Guest guest) {
        if (bucket != null && !guest.refunded) {
            guest.refunded = true;
            bucket.giveBack();
        }
    }

    /**
     * Lets a share pass that its own session's good ones vouch for, or one of the few that an address may have under way
     * without; so a flood is small before it is known, and beside it an honest session is heard.
     */
    synchronized boolean maySubmit(Guest guest, boolean free) {
        boolean vouched = guest.underWay < guest.good;
        if (!free && !vouched && underWay >= UNPROVEN) {
            return false;
        }
        guest.underWay++;
        underWay++;
        return true;
    }

    synchronized void done(Guest guest) {
        guest.underWay--;
        underWay--;
    }

    synchronized void good(Guest guest, long nowMillis) {
        done(guest);
        guest.good++;
        score.good(nowMillis);
        if (bucket != null) {
            bucket.jump();
        }
    }

    /** Scores an offence and returns the reason for a ban, if it makes one; the score then begins anew. */
    synchronized Optional<String> offence(Offence kind, Verdicts verdicts, long nowMillis) {
        score.offence(kind, nowMillis);
        Optional<String> reason = verdicts.on(kind, score, sessions());
        if (reason.isPresent()) {
            score.clear();
        }
        return reason;
    }

    private int sessions() {
        return (int) guests.stream().filter(guest -> guest.login().isPresent()).count();
    }

    synchronized List<Guest> guests() {
        return List.copyOf(guests);
    }

    /** Ends this record if there is nothing worth keeping in it. */
    synchronized boolean retire(long nowMillis) {
        gone = gone
                || guests.isEmpty()
                        && underWay == 0
                        && score.isEmpty(nowMillis)
                        && (bucket == null || bucket.isFull(nowMillis));
        return gone;
    }

    /** Ends this record if nobody is there, whatever its score. */
    synchronized boolean retireIdle() {
        gone = gone || guests.isEmpty() && underWay == 0;
        return gone;
    }
}
