-- The last record of past warnings and the last advice on thresholds: JSON without a word of any customer.
CREATE TABLE warning_judgements (
    name TEXT PRIMARY KEY,
    document TEXT NOT NULL,
    made_at TEXT NOT NULL
) STRICT;
