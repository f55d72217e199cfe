-- Making a plan: of which run, and what came of it.
CREATE TABLE care_plans (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    run INTEGER NOT NULL,
    as_of TEXT NOT NULL,
    scheme TEXT NOT NULL,
    result TEXT NOT NULL,
    first TEXT NOT NULL,
    last TEXT NOT NULL,
    planned_at TEXT NOT NULL,
    planned_by TEXT NOT NULL,
    told TEXT NOT NULL
) STRICT;

-- One dated task; anchor and step say which date of which rhythm it is.
CREATE TABLE tasks (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,
    customer_id TEXT NOT NULL,
    place TEXT NOT NULL,
    rhythm TEXT NOT NULL,
    anchor TEXT NOT NULL,
    step INTEGER NOT NULL,
    due TEXT NOT NULL,
    day TEXT NOT NULL,
    owner TEXT,
    by_hand INTEGER NOT NULL DEFAULT 0,
    status TEXT NOT NULL CHECK (status IN ('open', 'done', 'missed', 'skipped', 'withdrawn')),
    changed_at TEXT NOT NULL,
    changes INTEGER NOT NULL DEFAULT 0,
    plan INTEGER NOT NULL REFERENCES care_plans (number)
) STRICT;
CREATE INDEX tasks_of_customer ON tasks (customer_id);
CREATE INDEX tasks_on_day ON tasks (day, owner);

-- What people did with a task.
CREATE TABLE task_events (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    task INTEGER NOT NULL REFERENCES tasks (number) ON DELETE CASCADE,
    customer_id TEXT NOT NULL,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    did TEXT NOT NULL,
    before TEXT,
    after TEXT,
    note TEXT
) STRICT;
CREATE INDEX events_of_task ON task_events (task);
