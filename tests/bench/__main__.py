"""`python -m tests.bench`: every bench in a process of its own, so that none warms another's caches."""

import subprocess
import sys

BENCHES = ("detector", "alerts", "replay")


def main() -> int:
    """Run each bench; returns how many failed."""
    failed = 0
    for name in BENCHES:
        sys.stdout.write(f"== {name}\n")
        sys.stdout.flush()
        failed += bool(subprocess.run([sys.executable, "-m", f"tests.bench.{name}"], check=False).returncode)
    return failed


if __name__ == "__main__":
    sys.exit(main())
