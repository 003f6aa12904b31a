package io.potpool.stratum;

import io.netty.buffer.ByteBuf;
import io.potpool.domain.Address;
import io.potpool.domain.Difficulty;
import io.potpool.shares.ShareOutcome;
import io.potpool.shares.Submission;
import io.potpool.spi.Offence;
import io.potpool.stratum.codec.Request;
import io.potpool.terms.Lease;
import io.potpool.work.Job;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One miner's session: his protocol, login and lease, and which job he is owed. Event loop only. */
final class Miner {

    private static final Logger LOG = LoggerFactory.getLogger(Miner.class);

    private final Connection connection;
    private final Shard shard;
    private @Nullable Dialect dialect;
    private @Nullable Lease lease;
    private String prefix = "";
    private String sessionId = "";
    private @Nullable Address login;
    private String worker = WorkerName.NONE;
    private boolean niceHash;
    private boolean jobDue;
    private boolean cleanDue = true;
    private @Nullable Difficulty announced;
    private @Nullable OwnTerms ownTerms;
    private int inFlight;
    private final Manners manners = new Manners();

    Miner(Connection connection, Shard shard) {
        this.connection = connection;
        this.shard = shard;
    }

    Connection connection() {
        return connection;
    }

    boolean isLoggedIn() {
        return login != null;
    }

    Dialect voice() {
        return dialect == null ? shard.autodetect.fallback() : dialect;
    }

    void handle(Request request) {
        if (login == null && !manners.mayAskBeforeLogin()) {
            shard.metrics.closedNoLogin.increment();
            connection.finish();
            return;
        }
        Dialect chosen = dialect;
        if (chosen == null) {
            Autodetect.Opening opening = shard.autodetect.open(request);
            if (opening.locks()) {
                choose(opening.voice());
            }
            perform(opening.voice(), request.id(), opening.command());
        } else {
            perform(chosen, request.id(), chosen.read(request, lease == null ? null : lease.prefix()));
        }
    }

    private void choose(@Nullable Dialect next) {
        if (dialect != null) {
            shard.metrics.sessions(dialect).decrementAndGet();
        }
        dialect = next;
        if (next != null) {
            shard.metrics.sessions(next).incrementAndGet();
        }
    }

    private void perform(Dialect voice, String id, Command command) {
        if (command instanceof Command.Submit submit) {
            submit(voice, id, submit);
        } else if (command instanceof Command.BadShare bad) {
            connection.reply(voice.refused(id, isLoggedIn() ? bad.why() : voice.notLoggedIn()));
            badShare(bad.why());
        } else if (command instanceof Command.GetWork ask) {
            getWork(ask.voice(), id);
        } else if (command instanceof Command.Subscribe subscribe) {
            subscribe(subscribe, id);
        } else if (command instanceof Command.Login login) {
            login(voice, id, login);
        } else if (command instanceof Command.Refuse refuse) {
            if (refuse.why().equals(Refusal.METHOD_NOT_FOUND)) {
                shard.metrics.unknownMethods.increment();
                if (isLoggedIn()) {
                    manners.unknownMethod(connection.visit());
                }
            }
            connection.reply(voice.refused(id, refuse.why()));
        } else if (command instanceof Command.Configure) {
            connection.reply(voice.configured(id));
        } else {
            connection.reply(voice.accepted(id));
        }
    }

    private void subscribe(Command.Subscribe command, String id) {
        if (lease == null) {
            int bytes = shard.settings.extranonceBytes(command.agent());
            lease = shard.gateway.reservePrefix(bytes, connection.address());
            prefix = lease.prefix().toHex();
            niceHash = Agents.isNiceHash(command.agent());
            ThreadLocalRandom random = ThreadLocalRandom.current();
            sessionId = String.format("%016x%016x", random.nextLong(), random.nextLong());
            LOG.debug(
                    "{} subscribes with extranonce {}, agent {}",
                    connection,
                    prefix,
                    Agents.printable(command.agent()));
        }
        connection.reply(command.voice().subscribed(id, sessionId, prefix));
    }

    private void login(Dialect voice, String id, Command.Login command) {
        Optional<LoginName> name = LoginName.parse(command.user());
        if (lease != null && login != null) {
            boolean same = name.isPresent() && name.get().address().equals(login);
            connection.reply(same ? voice.accepted(id) : voice.refused(id, voice.badLogin()));
            return;
        }
        if (name.isEmpty()) {
            refuseLogin(voice.refused(id, voice.badLogin()));
            return;
        }
        Address address = name.get().address();
        if (!connection.visit().mayLogin(address)) {
            refuseLogin(voice.refused(id, voice.barred()));
            return;
        }
        login = address;
        worker = WorkerName.choose(command.worker(), name.get().worker(), WorkerName.NONE);
        LOG.debug("{} logs in as {}, worker {}, by {}", connection, address, worker, voice.label());
        if (lease != null) {
            ownTerms = new OwnTerms(shard.settings, lease, command.password(), niceHash);
            lease.grant(address, ownTerms.first());
        }
        connection.reply(voice.accepted(id));
        jobDue = true;
    }

    private void refuseLogin(String line) {
        shard.metrics.loginsRefused.increment();
        connection.reply(line);
        connection.finish();
    }

    private void getWork(PollingDialect voice, String id) {
        if (login == null) {
            connection.reply(voice.noWork(id, voice.notLoggedIn()));
            return;
        }
        EncodedJobs jobs = shard.jobs();
        connection.reply(jobs == null ? voice.noWork(id, Refusal.WORK_NOT_READY) : voice.work(id, jobs.work()));
    }

    /** A share of no known job may be late; whatever else is wrong with its form is not an honest miner's. */
    private void badShare(Refusal why) {
        if (!isLoggedIn()) {
            manners.shareWithoutLogin(connection.visit());
        } else if (!why.equals(Refusal.UNKNOWN_JOB)) {
            connection.visit().offends(Offence.BAD_SHARE);
        }
    }

    private void submit(Dialect voice, String id, Command.Submit share) {
        Address account = login;
        if (account == null) {
            connection.reply(voice.refused(id, voice.notLoggedIn()));
            manners.shareWithoutLogin(connection.visit());
            return;
        }
        Optional<LoginName> user = LoginName.parse(share.user());
        if (lease != null && (user.isEmpty() || !user.get().address().equals(account))) {
            connection.reply(voice.refused(id, voice.badLogin()));
            return;
        }
        Optional<Job> job = shard.gateway
                .findJob(share.headerWord())
                .filter(found ->
                        share.header().isEmpty() || share.header().get().equals(found.header()));
        if (job.isEmpty()) {
            shard.metrics.countOutcome(new ShareOutcome.UnknownJob());
            connection.reply(voice.refused(id, Refusal.UNKNOWN_JOB));
            return;
        }
        if (inFlight >= shard.settings.maxInFlight || !connection.visit().maySubmit()) {
            shard.metrics.tooManyInFlight.increment();
            connection.reply(voice.refused(id, Refusal.TOO_MANY_IN_FLIGHT));
            return;
        }
        String named =
                WorkerName.choose(share.worker(), user.map(LoginName::worker).orElse(""), worker);
        inFlight++;
        shard.submit(
                new Submission(
                        account,
                        named,
                        job.get(),
                        share.nonce(),
                        Optional.ofNullable(lease).map(Lease::prefix),
                        share.mix()),
                this,
                id);
    }

    void shareAnswered(String id, Refusal why, boolean accepted) {
        inFlight--;
        if (accepted && ownTerms != null && announced != null) {
            ownTerms.accepted(announced);
        }
        Dialect voice = voice();
        connection.reply(accepted ? voice.accepted(id) : voice.refused(id, why));
    }

    /** Is told that the pool has another job, or the same again. */
    void offerJob(boolean clean) {
        if (login == null) {
            return;
        }
        cleanDue |= clean;
        if (jobDue) {
            shard.metrics.jobsReplaced.increment();
        }
        jobDue = true;
    }

    boolean isJobDue() {
        return jobDue;
    }

    /** Returns the newest job's line, which the caller releases, or null if there is none for this miner yet. */
    @Nullable ByteBuf takeJob(EncodedJobs jobs) {
        Dialect voice = voice();
        jobDue = false;
        if (lease == null || ownTerms == null || !(voice instanceof LeasingDialect leasing)) {
            cleanDue = false;
            return jobs.shared(voice, jobs.job().clean());
        }
        Difficulty difficulty = lease.difficulty(jobs.job());
        if (!ownTerms.mayMine(jobs.job(), difficulty)) {
            return null;
        }
        ownTerms.announced(difficulty, System.nanoTime());
        String before = difficulty.equals(announced) ? "" : leasing.difficulty(difficulty);
        ByteBuf line = jobs.personal(voice, cleanDue, before, prefix);
        announced = difficulty;
        cleanDue = false;
        return line;
    }

    /** Lets the difficulty of a leased session follow its speed. */
    void checkSpeed(long now) {
        if (ownTerms != null && ownTerms.follow(now, shard.jobs() != null)) {
            shard.metrics.difficultyChanges.increment();
        }
    }

    /** Is told that the connection is gone. */
    void end() {
        jobDue = false;
        choose(null);
        if (lease != null) {
            lease.end();
        }
    }
}
