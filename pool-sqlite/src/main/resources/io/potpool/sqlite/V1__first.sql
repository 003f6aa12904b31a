CREATE TABLE chain (
    one      INTEGER PRIMARY KEY CHECK (one = 1),
    name     TEXT NOT NULL,
    chain_id INTEGER NOT NULL
) STRICT;

CREATE TABLE height (
    one       INTEGER PRIMARY KEY CHECK (one = 1),
    announced INTEGER NOT NULL,
    reference INTEGER NOT NULL
) STRICT;

INSERT INTO height VALUES (1, -1, -1);

-- credited, balance: wei, 16 bytes two's complement, most significant first, as every amount of this schema
CREATE TABLE account (
    id       INTEGER PRIMARY KEY,
    name     TEXT NOT NULL UNIQUE,
    credited BLOB NOT NULL CHECK (length(credited) = 16),
    balance  BLOB NOT NULL CHECK (length(balance) = 16),
    shares   INTEGER NOT NULL
) STRICT;

CREATE TABLE terms (
    id   INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE header (
    id   INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32)
) STRICT;

-- network: a difficulty, an INTEGER below 2^63, else a BLOB of up to 32 bytes, unsigned, most significant first
CREATE TABLE job (
    id      INTEGER PRIMARY KEY,
    header  INTEGER NOT NULL REFERENCES header,
    height  INTEGER NOT NULL,
    network ANY NOT NULL,
    reward  BLOB NOT NULL CHECK (length(reward) = 16),
    UNIQUE (header, height, network, reward)
) STRICT;

CREATE INDEX job_height ON job (height);

CREATE TABLE journal (
    id   INTEGER PRIMARY KEY,
    name BLOB NOT NULL UNIQUE CHECK (length(name) = 16),
    mark INTEGER NOT NULL
) STRICT;

-- newest: the latest time of its shares, in milliseconds; highest: their greatest height
-- fates: bit i is set if share i is a late duplicate; digest: over its share rows
-- state: 0 shares kept, 1 folded, 2 damaged and never folded
CREATE TABLE batch (
    id          INTEGER PRIMARY KEY,
    journal     INTEGER NOT NULL REFERENCES journal,
    sequence    INTEGER NOT NULL,
    first_share INTEGER NOT NULL,
    shares      INTEGER NOT NULL,
    newest      INTEGER NOT NULL,
    highest     INTEGER NOT NULL,
    fates       BLOB NOT NULL,
    digest      BLOB NOT NULL CHECK (length(digest) = 16),
    state       INTEGER NOT NULL,
    UNIQUE (journal, sequence)
) STRICT;

CREATE INDEX batch_kept ON batch (newest) WHERE state = 0;

CREATE INDEX batch_folded ON batch (newest) WHERE state = 1;

-- copy: 0 for the credited share of a (header, nonce), its own id for a late duplicate
-- at: when its line was read, in milliseconds; difficulty, actual: as job.network
CREATE TABLE share (
    id              INTEGER PRIMARY KEY,
    batch           INTEGER NOT NULL,
    header          INTEGER NOT NULL REFERENCES header,
    nonce           INTEGER NOT NULL,
    copy            INTEGER NOT NULL,
    job             INTEGER NOT NULL,
    terms           INTEGER NOT NULL REFERENCES terms,
    account         INTEGER NOT NULL REFERENCES account,
    worker          TEXT NOT NULL,
    at              INTEGER NOT NULL,
    difficulty      ANY NOT NULL,
    actual          ANY NOT NULL,
    lag_numerator   INTEGER NOT NULL,
    lag_denominator INTEGER NOT NULL,
    wei             BLOB NOT NULL CHECK (length(wei) = 16),
    UNIQUE (header, nonce, copy)
) STRICT;

CREATE TABLE entry (
    batch   INTEGER NOT NULL REFERENCES batch,
    account INTEGER NOT NULL REFERENCES account,
    amount  BLOB NOT NULL CHECK (length(amount) = 16),
    PRIMARY KEY (batch, account)
) STRICT, WITHOUT ROWID;

-- hour: hours since 1970; shares: credited shares of the login
CREATE TABLE hour (
    hour    INTEGER NOT NULL,
    account INTEGER NOT NULL REFERENCES account,
    amount  BLOB NOT NULL CHECK (length(amount) = 16),
    shares  INTEGER NOT NULL,
    PRIMARY KEY (hour, account)
) STRICT, WITHOUT ROWID;

-- batches of a journal that were refused because earlier ones, which this store had confirmed, are missing
CREATE TABLE gap (
    journal  INTEGER NOT NULL REFERENCES journal,
    mark     INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    PRIMARY KEY (journal, mark)
) STRICT, WITHOUT ROWID;

CREATE TABLE terms_log (
    sequence    INTEGER PRIMARY KEY AUTOINCREMENT,
    from_height INTEGER NOT NULL,
    at          INTEGER NOT NULL,
    kind        TEXT NOT NULL CHECK (kind IN ('defaults', 'lease', 'end')),
    prefix      TEXT NOT NULL,
    login       TEXT,
    difficulty  ANY,
    a           TEXT,
    reward      TEXT
) STRICT;

-- found_at: nanoseconds since 1970
CREATE TABLE solution (
    header   BLOB NOT NULL CHECK (length(header) = 32),
    nonce    INTEGER NOT NULL,
    mix      BLOB NOT NULL CHECK (length(mix) = 32),
    height   INTEGER NOT NULL,
    network  ANY NOT NULL,
    node     TEXT NOT NULL,
    login    TEXT NOT NULL,
    worker   TEXT NOT NULL,
    found_at INTEGER NOT NULL,
    fate     TEXT NOT NULL,
    PRIMARY KEY (header, nonce)
) STRICT, WITHOUT ROWID;
