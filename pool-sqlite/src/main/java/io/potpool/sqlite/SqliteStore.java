package io.potpool.sqlite;

import io.potpool.spi.HeightStore;
import io.potpool.spi.HistoryStore;
import io.potpool.spi.InstanceStore;
import io.potpool.spi.LeadershipStore;
import io.potpool.spi.LedgerReader;
import io.potpool.spi.LedgerStore;
import io.potpool.spi.OneInstance;
import io.potpool.spi.PolicyStore;
import io.potpool.spi.PoolStore;
import io.potpool.spi.ShareStore;
import io.potpool.spi.SolutionStore;
import io.potpool.spi.StoreAudit;
import io.potpool.spi.StoreException;
import io.potpool.spi.TermsStore;
import io.potpool.store.Alarm;
import io.potpool.store.DirectoryInUseException;
import io.potpool.store.DirectoryLock;
import io.potpool.store.Lane;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded store: one SQLite file, {@code potpool.db}, in a data directory that belongs to one process at a time.
 *
 * <p>One thread writes; what waits together shares a transaction, solutions, heights and terms ahead of shares. At most
 * 1,024 changes of either kind wait; one more fails at once with {@link StoreException}. A change that the disk or another
 * process prevents fails with {@link StoreException} too, and the next one is tried as if nothing had been: repeat it.
 * Stages complete on the writer's thread: what depends on them must not block.
 *
 * <p>Amounts are integers of 16 bytes; a larger one is refused. Shares are kept one by one for a time and then folded into
 * hourly sums, never those of the last 64 heights. The outcomes of batches are kept for that time and, if a journal is not
 * silent for 30 days, for its last 1,000 batches; a repeat of an older one is answered as late duplicates and pays nothing.
 */
public final class SqliteStore implements PoolStore {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteStore.class);
    private static final String LOCK = "potpool.lock";

    private final Writer writer;
    private final SqliteShares shares;
    private final SqliteTerms terms;
    private final SqliteHeights heights;
    private final SqliteSolutions solutions;
    private final SqlitePolicy policy;
    private final SqliteLedger ledger;
    private final SqliteHistory history;
    private final SqliteReader reader;
    private final String movedAs;
    private final OneInstance instance;
    private final SqliteAudit audit;

    private SqliteStore(SqliteSettings settings, Session.Source source, Session session, DirectoryLock lock)
            throws SQLException {
        Database database = source.database();
        writer = new Writer(session, source, settings.patience(), settings.metrics(), () -> release(lock));
        HeightTable.Heights committed = session.heights().get();
        SqliteState state = new SqliteState(writer, committed, session.terms().lastSequence(), settings.clock());
        instance = new OneInstance(state, committed.committable(), settings.clock());
        heights = new SqliteHeights(writer, state, instance);
        shares = new SqliteShares(writer, database);
        terms = new SqliteTerms(writer, database, state, settings.clock());
        solutions = new SqliteSolutions(writer, database);
        policy = new SqlitePolicy(writer, database, settings.clock());
        ledger = new SqliteLedger(writer, database);
        history = new SqliteHistory(writer, database);
        reader = SqliteReader.of(database);
        movedAs = Fence.movedAs(session.connection());
        audit = SqliteAudit.of(database);
    }

    /**
     * Opens the store of a directory, creating it if there is none, and brings it to the newest schema. Blocks for as
     * long as the disk does, and for some seconds at most while another process reads or writes the database.
     *
     * @throws StoreException if another process holds the directory, if it holds another chain's store or one of a newer
     *     version, or if the disk fails; the message is for the operator
     */
    public static SqliteStore open(SqliteSettings settings) {
        return open(settings, Optional.empty());
    }

    /**
     * Opens a store from which everything is to be moved elsewhere; one that is marked by a move to the same place opens too.
     *
     * @param to where everything goes, in words for an operator; the same in every repeat
     * @throws StoreException as {@link #open}, and if the store is moved somewhere else already
     */
    public static SqliteStore openToMove(SqliteSettings settings, String to) {
        return open(settings, Optional.of(to));
    }

    private static SqliteStore open(SqliteSettings settings, Optional<String> to) {
        DirectoryLock lock = lock(settings);
        try {
            return open(settings, lock, to);
        } catch (SQLException failure) {
            release(lock);
            throw new StoreException(
                    "the store in " + settings.directory() + " cannot be opened: " + failure.getMessage(), failure);
        } catch (RuntimeException failure) {
            release(lock);
            throw failure;
        }
    }

    private static DirectoryLock lock(SqliteSettings settings) {
        try {
            Files.createDirectories(settings.directory());
            return DirectoryLock.take(settings.directory(), LOCK);
        } catch (DirectoryInUseException held) {
            throw new StoreException(String.valueOf(held.getMessage()), held);
        } catch (IOException failure) {
            throw new StoreException("the data directory " + settings.directory() + " cannot be used", failure);
        }
    }

    private static SqliteStore open(SqliteSettings settings, DirectoryLock lock, Optional<String> to)
            throws SQLException {
        Session.Source source = new Session.Source(
                new Database(settings.directory()),
                settings.clock(),
                settings.keep(),
                new Alarm(LOG, settings.metrics(), System::nanoTime));
        Connection connection = source.database().writer();
        try {
            if (Migrations.versionOf(connection) > 0) {
                checkChain(connection, settings);
            }
            Migrations.bundled().apply(connection);
            checkChain(connection, settings);
            Fence.check(connection, settings.directory(), to);
            SqliteStore store = new SqliteStore(settings, source, source.over(connection), lock);
            store.writer.start();
            return store;
        } catch (SQLException | RuntimeException failure) {
            connection.close();
            throw failure;
        }
    }

    private static void checkChain(Connection connection, SqliteSettings settings) throws SQLException {
        try (PreparedStatement add = connection.prepareStatement(
                "INSERT INTO chain (one, name, chain_id) VALUES (1, ?, ?) ON CONFLICT (one) DO NOTHING")) {
            add.setString(1, settings.chainName());
            add.setLong(2, settings.chainId());
            add.executeUpdate();
        }
        requireChain(connection, settings);
    }

    /** @throws StoreException if the store is another chain's */
    static void requireChain(Connection connection, SqliteSettings settings) throws SQLException {
        try (var statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT name, chain_id FROM chain")) {
            if (row.next()
                    && (row.getLong(2) != settings.chainId()
                            || !row.getString(1).equals(settings.chainName()))) {
                throw new StoreException("the store in " + settings.directory() + " belongs to the chain "
                        + row.getString(1) + " (chain id " + row.getLong(2) + "), not to " + settings.chainName()
                        + " (chain id " + settings.chainId() + "): give each chain a data directory of its own");
            }
        }
    }

    private static void release(DirectoryLock lock) {
        try {
            lock.close();
        } catch (IOException failure) {
            LOG.warn("the lock file was not closed", failure);
        }
    }

    @Override
    public ShareStore shares() {
        return shares;
    }

    @Override
    public TermsStore terms() {
        return terms;
    }

    @Override
    public HeightStore heights() {
        return heights;
    }

    @Override
    public SolutionStore solutions() {
        return solutions;
    }

    @Override
    public PolicyStore policy() {
        return policy;
    }

    @Override
    public InstanceStore instances() {
        return instance;
    }

    @Override
    public LeadershipStore leadership() {
        return instance;
    }

    @Override
    public LedgerStore ledger() {
        return ledger;
    }

    @Override
    public HistoryStore history() {
        return history;
    }

    @Override
    public LedgerReader ledgerReader() {
        return reader;
    }

    @Override
    public StoreAudit audit() {
        return audit;
    }

    /** Returns the name of a store that was opened to be moved, among the rows that it becomes elsewhere. */
    public String movedAs() {
        return movedAs;
    }

    /** Marks the store before its content is moved: from now on no pool opens it, only a repeat of the same move does. */
    public CompletionStage<Void> markMoved(String to) {
        return writer.submit(Lane.VITAL, 1, (session, answer) -> {
            Fence.set(session.connection(), to);
            return () -> answer.complete(null);
        });
    }

    /** Does at once what else is done hourly: folds old shares and drops what nothing refers to. */
    CompletionStage<Void> tidy() {
        return writer.submit(Lane.SHARES, 1, (session, answer) -> {
            boolean more = true;
            while (more) {
                more = session.tidying().step();
            }
            return () -> answer.complete(null);
        });
    }

    Writer writer() {
        return writer;
    }

    /** Writes what was handed over, for ten seconds at most, and closes the file. Idempotent. */
    @Override
    public void close() {
        writer.close();
    }
}
