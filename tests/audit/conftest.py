"""What the tests of the security log share."""

from tests.core.threads import committing  # noqa: F401
