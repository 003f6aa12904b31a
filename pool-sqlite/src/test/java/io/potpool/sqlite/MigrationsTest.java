package io.potpool.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.potpool.domain.Origin;
import io.potpool.domain.Wei;
import io.potpool.spi.AccessList;
import io.potpool.spi.AuditReport;
import io.potpool.spi.Ban;
import io.potpool.spi.StoreException;
import io.potpool.testkit.contract.SampleShares;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsTest {

    private static final Migrations UP_TO_TWO = Migrations.of(List.of("V1__first.sql", "V2__terms_by_prefix.sql"));
    private static final Migrations TWO = Migrations.of(List.of("V1__first.sql", "T2__adds.sql"));
    private static final Migrations THREE = Migrations.of(List.of("V1__first.sql", "T2__adds.sql", "T3__fails.sql"));

    @TempDir
    Path dir;

    private static String resource(String name) throws Exception {
        try (InputStream in = MigrationsTest.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void storeOfVersionOneOpensWithAllItHolds() throws Exception {
        Stores.alter(dir, resource("store-v1.sql"));
        Stores.alter(dir, "PRAGMA user_version = 1");
        try (SqliteStore store = Stores.open(dir)) {
            AuditReport report = Stores.soundAudit(dir);
            assertThat(report.accounts()).containsOnlyKeys(SampleShares.ALICE, SampleShares.BOB);
            assertThat(report.totals().shares()).isEqualTo(9);
            assertThat(report.totals().credited()).isEqualTo(Wei.parse("24894871472685"));
            assertThat(store.shares().keysFrom(200)).hasSize(3);
            assertThat(store.heights().highestAnnounced()).isEqualTo(200);
            assertThat(store.terms().load(0)).hasSize(3);
            assertThat(store.solutions().open(0)).hasSize(1);
        }
    }

    /** The file is what the scripts up to the second make of a version 1 with rows; bans came with the third. */
    @Test
    void storeOfVersionTwoKeepsAllItHoldsAndItsBansFromThenOn() throws Exception {
        Stores.alter(dir, resource("store-v1.sql"));
        Stores.alter(dir, "PRAGMA user_version = 1");
        try (Connection connection = Stores.stranger(dir)) {
            UP_TO_TWO.apply(connection);
            assertThat(Migrations.versionOf(connection)).isEqualTo(2);
        }
        assertThat(Stores.number(dir, "SELECT count(*) FROM sqlite_schema WHERE name = 'terms_by_prefix'"))
                .isEqualTo(1);
        assertThat(Stores.number(dir, "SELECT count(*) FROM sqlite_schema WHERE name IN ('ban', 'access_list')"))
                .isZero();

        Ban ban = new Ban(Origin.parse("2001:db8:0:1::/64"), SampleShares.AT.plusSeconds(600), "invalid shares");
        try (SqliteStore store = Stores.open(dir)) {
            assertThat(store.policy().bans(SampleShares.AT)).isEmpty();
            Stores.await(store.policy().ban(ban));
            Stores.await(store.policy().list(AccessList.BLACKLIST, "192.0.2.1", true));
        }
        try (SqliteStore store = Stores.open(dir)) {
            assertThat(store.policy().bans(SampleShares.AT)).containsExactly(ban);
            assertThat(store.policy().entries(AccessList.BLACKLIST)).containsExactly("192.0.2.1");
            assertThat(Stores.number(dir, "PRAGMA user_version"))
                    .isEqualTo(Migrations.bundled().newest());
            assertThat(Stores.soundAudit(dir).totals().shares()).isEqualTo(9);
            assertThat(store.terms().load(0)).hasSize(3);
            assertThat(store.heights().highestAnnounced()).isEqualTo(200);
        }
    }

    @Test
    void olderDatabaseIsBroughtForwardWithItsRows() throws Exception {
        Stores.open(dir).close();
        Stores.alter(dir, "INSERT INTO account VALUES (7, 'pool:shares', zeroblob(16), zeroblob(16), 0)");
        Stores.alter(dir, "PRAGMA user_version = 1");
        try (Connection connection = Stores.stranger(dir)) {
            TWO.apply(connection);
            assertThat(Migrations.versionOf(connection)).isEqualTo(2);
            assertThat(Database.number(connection, "SELECT count(*) FROM account WHERE note = 'none'"))
                    .isEqualTo(1);
            TWO.apply(connection);
        }
    }

    @Test
    void olderStoreOfAnotherChainIsRefusedBeforeItIsChanged() throws Exception {
        Stores.alter(dir, resource("store-v1.sql"));
        Stores.alter(dir, "PRAGMA user_version = 1");
        Stores.alter(dir, "UPDATE chain SET chain_id = 7777");

        assertThatThrownBy(() -> Stores.open(dir))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("chain id 7777");
        assertThat(Stores.number(dir, "PRAGMA user_version")).isEqualTo(1);
    }

    @Test
    void failingScriptLeavesTheDatabaseAtTheVersionBefore() throws Exception {
        try (Connection connection = Stores.stranger(dir)) {
            assertThatThrownBy(() -> THREE.apply(connection)).isInstanceOf(SQLException.class);
            assertThat(Migrations.versionOf(connection)).isEqualTo(2);
            assertThat(Database.number(connection, "SELECT count(*) FROM sqlite_schema WHERE name = 'third'"))
                    .isZero();
        }
    }

    @Test
    void newerDatabaseIsRefusedByStoreAndAudit() throws Exception {
        Stores.open(dir).close();
        Stores.alter(dir, "PRAGMA user_version = 99");
        assertThatThrownBy(() -> Stores.open(dir))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("schema version 99");
        assertThatThrownBy(() -> Stores.audit(dir))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("schema version 99");
    }
}
