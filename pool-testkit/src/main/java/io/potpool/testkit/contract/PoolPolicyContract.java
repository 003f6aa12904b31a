package io.potpool.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.domain.Origin;
import io.potpool.spi.AccessList;
import io.potpool.spi.Ban;
import io.potpool.spi.PolicyStore;
import io.potpool.spi.PoolStore;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link PoolStore} must do with bans and lists; {@link PoolStoreContract} has the shares. */
public abstract class PoolPolicyContract {

    private static final Instant NOW = SampleShares.AT;
    private static final Origin V4 = Origin.parse("192.0.2.1");
    private static final Origin V6 = Origin.parse("2001:db8:0:1::/64");
    private static final Ban SHORT = new Ban(V4, NOW.plusSeconds(60), "28 of 30 shares invalid");
    private static final Ban LONG = new Ban(V6, NOW.plusSeconds(3600), "5 malformed requests");

    /** A directory of this test alone. */
    @TempDir
    @SuppressWarnings("NullAway.Init")
    protected Path dir;

    /** Opens the store whose data lie in, or are named by, this directory. */
    protected abstract PoolStore open(Path dir);

    @Test
    public void bansComeBackWholeAfterReopen() {
        try (PoolStore store = open(dir)) {
            PoolStoreContract.await(store.policy().ban(SHORT));
            PoolStoreContract.await(store.policy().ban(LONG));
        }
        try (PoolStore store = open(dir)) {
            assertThat(store.policy().bans(NOW)).as("the last to end first").containsExactly(LONG, SHORT);
        }
    }

    @Test
    public void bansThatAreOverAreNotReturned() {
        try (PoolStore store = open(dir)) {
            PoolStoreContract.await(store.policy().ban(SHORT));
            PoolStoreContract.await(store.policy().ban(LONG));
            assertThat(store.policy().bans(SHORT.until().minusMillis(1))).hasSize(2);
            assertThat(store.policy().bans(SHORT.until())).containsExactly(LONG);
        }
    }

    @Test
    public void aLaterBanOfAnOriginReplacesTheEarlierOne() {
        Ban later = new Ban(V4, NOW.plusSeconds(30), "again");
        try (PoolStore store = open(dir)) {
            PoolStoreContract.await(store.policy().ban(SHORT));
            PoolStoreContract.await(store.policy().ban(later));
            assertThat(store.policy().bans(NOW)).containsExactly(later);
        }
    }

    @Test
    public void aLiftedBanIsGoneAndOthersStay() {
        try (PoolStore store = open(dir)) {
            PoolStoreContract.await(store.policy().ban(SHORT));
            PoolStoreContract.await(store.policy().ban(LONG));
            PoolStoreContract.await(store.policy().lift(V4));
            PoolStoreContract.await(store.policy().lift(V4));
        }
        try (PoolStore store = open(dir)) {
            assertThat(store.policy().bans(NOW)).containsExactly(LONG);
        }
    }

    @Test
    public void listsAreApartAndKeepTheirEntriesAsWritten() {
        try (PoolStore store = open(dir)) {
            PolicyStore policy = store.policy();
            PoolStoreContract.await(policy.list(AccessList.WHITELIST, "192.0.2.1", true));
            PoolStoreContract.await(policy.list(AccessList.WHITELIST, "192.0.2.1", true));
            PoolStoreContract.await(policy.list(AccessList.WHITELIST, "2001:DB8::1", true));
            PoolStoreContract.await(policy.list(AccessList.BLACKLIST, "0xAb", true));
            PoolStoreContract.await(policy.list(AccessList.BLACKLIST, "192.0.2.1", true));
            PoolStoreContract.await(policy.list(AccessList.BLACKLIST, "192.0.2.1", false));
        }
        try (PoolStore store = open(dir)) {
            assertThat(store.policy().entries(AccessList.WHITELIST))
                    .containsExactlyInAnyOrder("192.0.2.1", "2001:DB8::1");
            assertThat(store.policy().entries(AccessList.BLACKLIST)).containsExactly("0xAb");
        }
    }
}
