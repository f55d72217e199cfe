"""MySQL and MariaDB, through PyMySQL: tables are read whole; nothing is computed there."""
