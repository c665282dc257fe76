"""Run the battery: `python -m fuzz`, in part by `--kind` and `--only`, in small by `--each`."""

import sys
from pathlib import Path

if __name__ == "__main__":
    if sys.platform != "linux":
        sys.exit("the battery tries inputs in forked processes, as Linux has them; it cannot run here")
    sys.path.append(str(Path(__file__).resolve().parent.parent / "support"))
    from fuzz import battery

    sys.exit(battery.main())
