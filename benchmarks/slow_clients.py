"""Times pages while 200 idle, 100 slow-header and 50 slow-body connections are open: directly, behind nginx and Caddy.

Run it by hand: `python -m benchmarks.slow_clients`.
"""

import statistics
import tempfile
import time
from pathlib import Path

from tests.security import sites
from tests.security.attackers import Attack, get

HOST = "www.stad.nl"
PATHS = ("/livez", "/readyz", "/workerz", "/", "/themas/", "/initiatieven/aanmelden/")
TIMES = 50


def milliseconds(port: int, path: str) -> list[float]:
    """Measure how long each of TIMES readers waits, each on a separate connection."""
    times = []
    for _ in range(TIMES):
        start = time.perf_counter()
        assert get(port, path, host=HOST)[:12] in (b"HTTP/1.1 200", b"HTTP/1.1 503")
        times.append((time.perf_counter() - start) * 1000)
    return times


def show(name: str, port: int) -> None:
    """Print a line for each page: the median and the slowest, without and with the attack."""
    for path in PATHS:
        milliseconds(port, path)  # Warm up: the first requests load templates.
        quiet = milliseconds(port, path)
        with Attack(port, HOST) as attack:
            attack.keep_idle(200).send_slow_headers(100).send_slow_bodies(50)
            attacked = milliseconds(port, path)
        figures = (statistics.median(quiet), max(quiet), statistics.median(attacked), max(attacked))
        print(f"| {name} | {path} | " + " | ".join(f"{figure:.1f}" for figure in figures) + " |", flush=True)


def main() -> None:
    """Start the site and both proxies, and print the table."""
    programs: list[sites.Program] = []
    with tempfile.TemporaryDirectory() as place:
        folders = {name: Path(place) / name for name in ("site", "nginx", "caddy")}
        for folder in folders.values():
            folder.mkdir()
        try:
            site = sites.serve(folders["site"] / "var")
            programs.append(site.wait_until_it_answers())
            programs.append(sites.nginx(folders["nginx"], site.port).wait_until_it_answers(HOST))
            programs.append(sites.caddy(folders["caddy"], site.port).wait_until_it_answers(HOST))
            print("| by | page | quiet: median ms | slowest | attacked: median ms | slowest |")
            print("|---|---|---|---|---|---|")
            for name, program in zip(("directly", "nginx", "caddy"), programs, strict=True):
                show(name, program.port)
        finally:
            for program in programs:
                program.end()


if __name__ == "__main__":
    main()
