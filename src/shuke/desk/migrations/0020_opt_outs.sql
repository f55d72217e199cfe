-- Who wants no marketing: no list, no task and no message that is made for it names them.
CREATE TABLE opt_outs (
    customer_id TEXT PRIMARY KEY,
    -- The moment in UTC, and whoever noted it.
    noted_at TEXT NOT NULL,
    noted_by TEXT NOT NULL
) STRICT;
-- Whether what a message says of a customer is marketing: whoever wants none is said nothing of, but for service.
ALTER TABLE message_lines ADD COLUMN marketing INTEGER NOT NULL DEFAULT 1;
