"""Goals of a workspace measured: its document, who is in a group on a day, what they bought, where each goal stands."""
