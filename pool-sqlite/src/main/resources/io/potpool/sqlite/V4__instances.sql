-- instance: the journal id of the instance that wrote the record, 16 bytes; NULL before records told
-- schedule: block rewards and uncle rules by height, canonical text; NULL before terms had one
ALTER TABLE terms_log ADD COLUMN instance BLOB;
ALTER TABLE terms_log ADD COLUMN schedule TEXT;

-- committable: the least height of which shares may still be committed, from a window or a spool; NULL for none
ALTER TABLE height ADD COLUMN committable INTEGER;

CREATE TABLE office (
    name  TEXT PRIMARY KEY,
    token INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- at: milliseconds since 1970
CREATE TABLE posting (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id       TEXT NOT NULL UNIQUE,
    kind     TEXT NOT NULL,
    at       INTEGER NOT NULL,
    note     TEXT NOT NULL
) STRICT;

CREATE TABLE posting_entry (
    posting  INTEGER NOT NULL REFERENCES posting,
    position INTEGER NOT NULL,
    account  INTEGER NOT NULL REFERENCES account,
    amount   BLOB NOT NULL CHECK (length(amount) = 16),
    PRIMARY KEY (posting, position)
) STRICT, WITHOUT ROWID;
