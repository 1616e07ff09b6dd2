"""What can go wrong with a backup, said to an operator."""


class BackupError(Exception):
    """A backup was not made or not restored; the message says why, what is left behind, and what to do."""
