"""Maps of municipalities and provinces with their legend and the same facts as a list, for templates."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from stedennet.network.boundaries import read_boundaries

from ..drawings.maps import Place, Shapes, draw_map, fit_frame


@dataclass(frozen=True)
class Layer:
    """Places that are drawn alike: the name of their look, and what they have in common, in words.

    Without `is_listed` they stand on the map only: the places of which there is nothing to say.
    """

    name: str
    label: str | Promise
    is_listed: bool = True


def build_map(
    places: Iterable[Place], layers: Sequence[Layer], *, title: str, provinces: bool = False
) -> dict[str, object] | None:
    """Return the drawing with its title, its legend and its list; None without places.

    A place of the first layer with a colour stands in the legend by itself, in words: the colour is that of its theme.
    """
    places = list(places)
    shapes = _choose_shapes(places, provinces=provinces)
    drawing = draw_map(places, shapes, [layer.name for layer in layers], names_inside=provinces)
    if drawing is None:
        return None
    own = [place for place in places if place.layer == layers[0].name and place.colour]
    by_layer = defaultdict(list)
    for place in places:
        if place not in own:
            by_layer[place.layer].append(place)
    shared = [layer for layer in layers if by_layer[layer.name]]
    return {
        **drawing,
        "title": title,
        "own": [{"label": place.title, "url": place.url, "colour": place.colour} for place in own],
        "legend": [
            {"layer": layer.name, "label": layer.label, "count": len(by_layer[layer.name])} for layer in shared
        ],
        "lists": [
            {
                "label": layer.label,
                "places": [{"title": place.title, "url": place.url} for place in by_layer[layer.name]],
            }
            for layer in shared
            if layer.is_listed
        ],
        "source": read_boundaries().source if drawing["borders"] else "",
    }


def _choose_shapes(places: Sequence[Place], *, provinces: bool) -> Shapes:
    """The Dutch boundaries when at least one place has one; otherwise a frame around the points."""
    boundaries = read_boundaries()
    areas = boundaries.provinces if provinces else boundaries.municipalities
    points = [(p.longitude, p.latitude) for p in places if p.longitude is not None and p.latitude is not None]
    if any(place.code in areas for place in places) or not points:
        return Shapes(boundaries, areas, "".join(boundaries.provinces.values()))
    return Shapes(fit_frame(points))
