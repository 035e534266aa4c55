"""`python -m tests.outputs write FOLDER [--also OTHER]` and `python -m tests.outputs compare BEFORE AFTER`."""

import argparse
import sys
from pathlib import Path

from .folders import compare_folders


def main() -> int:
    """Do what the command line says; 1 when two snapshots differ."""
    parser = argparse.ArgumentParser(prog="tests.outputs", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    write = commands.add_parser("write")
    write.add_argument("folder", type=Path)
    write.add_argument("--also", type=Path, help="ask the addresses of this snapshot too")
    compare = commands.add_parser("compare")
    compare.add_argument("before", type=Path)
    compare.add_argument("after", type=Path)
    arguments = parser.parse_args()
    if arguments.command == "compare":
        return compare_folders(arguments.before, arguments.after)
    from .snapshot import write_snapshot  # Django starts with it

    write_snapshot(arguments.folder, also=arguments.also)
    return 0


if __name__ == "__main__":
    sys.exit(main())
