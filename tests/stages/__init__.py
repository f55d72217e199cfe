"""The stages: relation to relation, and the frozen numbers between them."""
