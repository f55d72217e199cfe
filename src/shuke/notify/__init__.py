"""Messages to where people work: one file per channel, each of which reads the service's own answer."""
