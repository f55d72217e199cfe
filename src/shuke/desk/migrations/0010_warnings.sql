-- The checks that were made: which run by which rules. The same run by the same rules is checked once.
CREATE TABLE warning_checks (
    number INTEGER PRIMARY KEY,
    run INTEGER NOT NULL,
    manifest TEXT NOT NULL,
    scheme TEXT NOT NULL,
    -- The day of the run, as all days here an ISO text.
    as_of TEXT NOT NULL,
    rules TEXT NOT NULL,
    rules_sha256 TEXT NOT NULL,
    checked_at TEXT NOT NULL,
    checked_by TEXT NOT NULL,
    customers INTEGER NOT NULL,
    fired INTEGER NOT NULL,
    opened INTEGER NOT NULL,
    joined INTEGER NOT NULL,
    closed INTEGER NOT NULL,
    left_out INTEGER NOT NULL,
    asleep TEXT NOT NULL,
    -- Of how many customers each rule held: JSON.
    counts TEXT NOT NULL,
    UNIQUE (manifest, rules_sha256)
) STRICT;

CREATE TABLE warnings (
    number INTEGER PRIMARY KEY,
    customer_id TEXT NOT NULL,
    -- The salesperson, as the run's column of owners says.
    owner TEXT,
    severity TEXT NOT NULL,
    place TEXT,
    -- What the customer spent in the last year, as text so that it stays exact.
    value TEXT NOT NULL,
    opened_on TEXT NOT NULL,
    opened_by INTEGER NOT NULL REFERENCES warning_checks (number),
    seen_on TEXT NOT NULL,
    snoozed_until TEXT,
    closed_on TEXT,
    closed_at TEXT,
    closed_by TEXT,
    outcome TEXT
) STRICT;
-- One customer, one open warning.
CREATE UNIQUE INDEX warnings_open ON warnings (customer_id) WHERE closed_on IS NULL;
CREATE INDEX warnings_of_customer ON warnings (customer_id, number);
CREATE INDEX warnings_by_day ON warnings (opened_on);

CREATE TABLE warning_reasons (
    warning INTEGER NOT NULL REFERENCES warnings (number) ON DELETE CASCADE,
    customer_id TEXT NOT NULL,
    rule TEXT NOT NULL,
    severity TEXT NOT NULL,
    since_on TEXT NOT NULL,
    seen_on TEXT NOT NULL,
    -- The figures that the rule looked at when it was last seen to hold: JSON, numbers as text.
    figures TEXT NOT NULL,
    PRIMARY KEY (warning, rule)
) STRICT;
CREATE INDEX reasons_by_rule ON warning_reasons (rule);

-- What was done with a warning, by whom, in order.
CREATE TABLE warning_log (
    number INTEGER PRIMARY KEY,
    warning INTEGER NOT NULL REFERENCES warnings (number) ON DELETE CASCADE,
    customer_id TEXT NOT NULL,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    what TEXT NOT NULL,
    detail TEXT NOT NULL
) STRICT;
CREATE INDEX log_of_warning ON warning_log (warning, number);

-- Messages on their way: written together with what they tell of, sent later, each under its own id.
CREATE TABLE messages (
    id TEXT PRIMARY KEY,
    channel TEXT NOT NULL,
    owner TEXT,
    title TEXT NOT NULL,
    made_at TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('waiting', 'sent', 'failed')),
    attempts INTEGER NOT NULL DEFAULT 0,
    -- Moments that are compared: milliseconds since 1970, UTC.
    due INTEGER NOT NULL,
    leased_until INTEGER NOT NULL DEFAULT 0,
    leased_by TEXT,
    ended_at TEXT,
    problem TEXT
) STRICT;
CREATE INDEX messages_due ON messages (status, due);

-- What a message says, a line of each customer; whoever is forgotten is said nothing of any more.
CREATE TABLE message_lines (
    message TEXT NOT NULL REFERENCES messages (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    customer_id TEXT NOT NULL,
    warning INTEGER REFERENCES warnings (number) ON DELETE CASCADE,
    text TEXT NOT NULL,
    PRIMARY KEY (message, position)
) STRICT;
CREATE INDEX lines_of_warning ON message_lines (warning);

-- When a channel was last used, so that all senders together keep to what its service allows.
CREATE TABLE channel_uses (
    number INTEGER PRIMARY KEY,
    channel TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX uses_of_channel ON channel_uses (channel, at);
