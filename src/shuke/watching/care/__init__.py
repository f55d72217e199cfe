"""Care of a workspace's customers: its plan, the tasks on its desk, what people do with them, calendar and table."""
