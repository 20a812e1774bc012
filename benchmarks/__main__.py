"""Run every benchmark: `python -m benchmarks`. Each has a process of its own, since some start Django."""

import os
import platform
import subprocess
import sys

print(f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
for name in (
    "start",
    "county",
    "largest",
    "whatif",
    "whatif_pages",
    "imports",
    "pages",
    "members",
    "reporting",
    "ledgers",
    "export",
):
    print(f"# {name}", flush=True)
    subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=True)
