package io.potpool.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.potpool.spi.Ban;
import io.potpool.spi.PolicyStore;
import io.potpool.spi.PoolStore;
import io.potpool.testkit.contract.PoolPolicyContract;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SqlitePolicyTest extends PoolPolicyContract {

    @Override
    protected PoolStore open(Path dir) {
        return Stores.open(dir);
    }

    @Test
    void bansAreReadUpToTheirBoundTheLastToEndFirst() throws SQLException {
        int rows = PolicyStore.MOST_BANS + 64;
        try (PoolStore store = open(dir)) {
            try (Connection operator = DriverManager.getConnection("jdbc:sqlite:" + dir.resolve("potpool.db"));
                    Statement insert = operator.createStatement()) {
                insert.executeUpdate("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + rows
                        + ") INSERT INTO ban SELECT '10.' || (i / 62500) || '.' || (i / 250 % 250) || '.' || (i % 250),"
                        + " i, 'by hand' FROM n");
            }
            List<Ban> bans = store.policy().bans(Instant.EPOCH);

            assertThat(bans).hasSize(PolicyStore.MOST_BANS);
            assertThat(bans.get(0).until()).isEqualTo(Instant.ofEpochMilli(rows));
            assertThat(bans.get(bans.size() - 1).until()).isEqualTo(Instant.ofEpochMilli(65));
        }
    }
}
