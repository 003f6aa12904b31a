-- floor: shares of this height and below are another store's; NULL for none
ALTER TABLE height ADD COLUMN floor INTEGER;

-- moved_to: where everything goes or has gone; the pool does not open a store that has it
-- moved_as: the name of this store among the rows it becomes there
ALTER TABLE chain ADD COLUMN moved_to TEXT;
ALTER TABLE chain ADD COLUMN moved_as TEXT;

-- at: milliseconds since 1970; fields: a line each, name = text with \ LF CR escaped
CREATE TABLE history (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    id       TEXT NOT NULL UNIQUE,
    kind     TEXT NOT NULL,
    at       INTEGER NOT NULL,
    login    TEXT,
    fields   TEXT NOT NULL
) STRICT;
