"""An editor, a theme and a city."""

from tests.initiatives.conftest import editor  # noqa: F401
from tests.network.conftest import eindhoven, mobility  # noqa: F401
