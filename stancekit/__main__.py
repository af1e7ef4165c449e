"""The command: ``stancekit`` and ``python -m stancekit``."""

import signal
import sys

__all__ = ["main"]

_INTERRUPTED = 130  # as a shell reports SIGINT


def main() -> None:
    """Run the command line; Ctrl-C and SIGTERM end it without a traceback, even while it starts."""
    try:
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        from stancekit import cli

        cli.main()
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)


if __name__ == "__main__":
    main()
