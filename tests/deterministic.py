"""Hypothesis with the same examples on every machine, however slow it is: what fails here fails everywhere."""

from hypothesis import settings

settings.register_profile("stedennet", deadline=None, derandomize=True)
settings.load_profile("stedennet")
