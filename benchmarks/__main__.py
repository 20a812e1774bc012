"""Run every benchmark: `python -m benchmarks`. Each has a process of its own, since some start Django."""

import subprocess
import sys

for name in ("start", "county", "largest", "imports", "pages", "members", "reporting"):
    print(f"# {name}", flush=True)
    subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=True)
