"""Projects degrees to the Dutch grid (Rijksdriehoek, EPSG:28992), in which the country looks as on its own maps. Pure.

The series and its coefficients are those of Schreutelkamp and Strang van Hees (2001), good to about a metre.
"""

_CENTRE = (52.15517440, 5.38720621)
"""Latitude and longitude of the tower in Amersfoort, where the grid has x = 155,000 and y = 463,000."""
_X = (
    (0, 1, 190094.945),
    (1, 1, -11832.228),
    (2, 1, -114.221),
    (0, 3, -32.391),
    (1, 0, -0.705),
    (3, 1, -2.340),
    (1, 3, -0.608),
    (0, 2, -0.008),
    (2, 3, 0.148),
)
_Y = (
    (1, 0, 309056.544),
    (0, 2, 3638.893),
    (2, 0, 73.077),
    (1, 2, -157.984),
    (3, 0, 59.788),
    (0, 1, 0.433),
    (2, 2, -6.439),
    (1, 1, -0.032),
    (0, 4, 0.092),
    (1, 4, -0.054),
)


def project_to_dutch_grid(longitude: float, latitude: float) -> tuple[float, float]:
    """Return x (eastward) and y (northward) in metres of a point in degrees (WGS84)."""
    north, east = 0.36 * (latitude - _CENTRE[0]), 0.36 * (longitude - _CENTRE[1])
    x = sum(factor * north**p * east**q for p, q, factor in _X)
    y = sum(factor * north**p * east**q for p, q, factor in _Y)
    return 155000 + x, 463000 + y
