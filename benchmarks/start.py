"""How long `guben --help` takes, beside Python itself."""

import statistics
import subprocess
import sys

from benchmarks.timing import report, timed


def main() -> None:
    """Print the times."""
    print("Starting")
    run = [sys.executable, "-c", "from guben.cli.main import main; main()", "--help"]
    bare = timed(lambda: subprocess.run([sys.executable, "-c", ""], check=True), runs=7)
    own = timed(lambda: subprocess.run(run, check=True, stdout=subprocess.DEVNULL), runs=7)
    report("guben --help", own, 0.3)
    print(f"  that is {statistics.median(own) / statistics.median(bare):.1f} times an empty Python")


if __name__ == "__main__":
    main()
