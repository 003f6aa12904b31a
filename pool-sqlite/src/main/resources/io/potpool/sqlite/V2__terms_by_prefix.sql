CREATE INDEX terms_by_prefix ON terms_log (prefix, sequence);
