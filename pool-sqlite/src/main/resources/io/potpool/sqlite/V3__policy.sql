-- origin: an IPv4 address, or an IPv6 prefix such as 2001:db8:0:1::/64; until: milliseconds since 1970
CREATE TABLE ban (
    origin TEXT PRIMARY KEY,
    until  INTEGER NOT NULL,
    reason TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE access_list (
    list  TEXT NOT NULL CHECK (list IN ('whitelist', 'blacklist')),
    entry TEXT NOT NULL,
    PRIMARY KEY (list, entry)
) STRICT, WITHOUT ROWID;
