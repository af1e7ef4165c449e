"""The command: ``stancekit`` and ``python -m stancekit``."""

import sys

__all__ = ["main"]

_INTERRUPTED = 130  # as a shell reports SIGINT


def main() -> None:
    """Run the command line; Ctrl-C ends it without a traceback, even while it starts."""
    try:
        from stancekit import cli

        cli.main()
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)


if __name__ == "__main__":
    main()
