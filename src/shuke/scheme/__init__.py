"""Words: what a scheme says, read from one document into frozen data and proved before it runs."""
