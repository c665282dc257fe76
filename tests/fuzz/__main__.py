"""Run the fuzzer: `python -m fuzz`; select inputs with `--kind`, `--only` and `--each`."""

import sys
from pathlib import Path

if __name__ == "__main__":
    if sys.platform != "linux":
        sys.exit("the fuzzer needs Linux: it tries inputs in forked processes")
    sys.path.append(str(Path(__file__).resolve().parent.parent / "support"))
    from fuzz import battery

    sys.exit(battery.main())
