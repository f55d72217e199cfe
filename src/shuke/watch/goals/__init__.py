"""Goals that can be measured: what is wanted by when, the way there, how sure today's value is; no I/O."""
