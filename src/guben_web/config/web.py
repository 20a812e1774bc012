"""The web server as a process: `python -m guben_web.config.web`, with the options of granian."""

import os
import runpy
import signal
import threading
import time

_LOOKS_EVERY_SECONDS = 0.3


def main() -> None:
    """Serve until told to stop, or until whoever started it is gone."""
    threading.Thread(target=_stop_after, args=(os.getppid(),), daemon=True).start()
    runpy.run_module("granian", run_name="__main__")


def _stop_after(parent: int) -> None:
    # A supervisor that was killed can stop nobody, and its server would keep the port.
    while os.getppid() == parent:
        time.sleep(_LOOKS_EVERY_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
