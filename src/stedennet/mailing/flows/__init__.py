"""Every change of a mailing, and what comes back."""
