"""Work that takes long or reads what strangers sent: done apart, with limits, and told step by step."""
