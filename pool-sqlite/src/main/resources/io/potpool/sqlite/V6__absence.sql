-- instance: the journal id of the instance that is registered; NULL for none
-- pruned, pruned_at: shares of heights below it, read up to that time (milliseconds since 1970), may be folded, so that
-- this store does not know them one by one any more; NULL for none
ALTER TABLE height ADD COLUMN instance BLOB;
ALTER TABLE height ADD COLUMN pruned INTEGER;
ALTER TABLE height ADD COLUMN pruned_at INTEGER;

-- instances that another took the place of before they had ended: shares of these heights may still be in their spools
-- since: milliseconds since 1970
CREATE TABLE absence (
    instance BLOB PRIMARY KEY,
    lowest   INTEGER NOT NULL,
    highest  INTEGER NOT NULL,
    since    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- journals whose batches the operator has applied although some of their shares may be paid already
CREATE TABLE admitted (
    journal BLOB PRIMARY KEY
) STRICT, WITHOUT ROWID;
