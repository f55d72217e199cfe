"""What a server keeps beside the workspace: people, sessions, settings, jobs, the audit log."""
