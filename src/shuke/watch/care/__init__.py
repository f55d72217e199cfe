"""Care plans: how often whom, on which day, within what people can do; pure dates and numbers, no I/O."""
