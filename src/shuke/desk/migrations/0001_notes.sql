-- What people noted of a customer: a call, a visit, a reason.
CREATE TABLE notes (
    number INTEGER PRIMARY KEY,
    customer_id TEXT NOT NULL,
    -- The moment in UTC, and whoever wrote it.
    noted_at TEXT NOT NULL,
    noted_by TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;
CREATE INDEX notes_of_customer ON notes (customer_id, number);
