package io.potpool.policy;

import io.potpool.domain.Address;
import io.potpool.domain.Origin;
import io.potpool.policy.PolicySettings.Limits;
import io.potpool.spi.Offence;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All that is known of one address: its connections, its score and what is under way. Thread-safe. */
final class Host {

    /** Shares of an address that may be under way before any of its sessions has sent a good one. */
    private static final int UNPROVEN = 256;

    /** Logins over HTTP whose good shares are remembered beyond their connections. */
    private static final int MOST_STANDINGS = 4096;

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
    private final Map<Address, Standing> standings = new HashMap<>();
    private int underWay;
    private int unproven;
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

    /** A connection costs nothing that is made for one request; what its login has sent before vouches for it. */
    synchronized void oneRequest(Guest guest) {
        if (bucket != null && !guest.oneRequest) {
            bucket.giveBack();
        }
        guest.oneRequest = true;
    }

    /**
     * Lets a share pass that the good ones of its session, or of its login over HTTP, vouch for, or one of the few that an address may have under way
     * without; so a flood is small before it is known, and beside it an honest session is heard.
     */
    synchronized boolean maySubmit(Guest guest, boolean free) {
        Standing standing = standing(guest);
        if (!free && !standing.vouches() && unproven >= UNPROVEN) {
            return false;
        }
        unproven -= standing.unproven();
        standing.sent();
        unproven += standing.unproven();
        guest.underWay++;
        underWay++;
        return true;
    }

    private Standing standing(Guest guest) {
        if (guest.oneRequest && guest.underWay == 0) {
            guest.login().ifPresent(login -> {
                Standing known = standings.get(login);
                guest.standing = known == null ? new Standing() : known;
                if (known == null && standings.size() < MOST_STANDINGS) {
                    standings.put(login, guest.standing);
                }
            });
        }
        return guest.standing;
    }

    synchronized void done(Guest guest, boolean proven) {
        Standing standing = guest.standing;
        unproven -= standing.unproven();
        standing.answered(proven);
        unproven += standing.unproven();
        guest.underWay--;
        underWay--;
        if (guest.oneRequest && standing.isUnknown()) {
            standings.values().remove(standing);
        }
    }

    synchronized void good(Guest guest, long nowMillis) {
        done(guest, true);
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
