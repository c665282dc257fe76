"""Run `privkg` as `python -m privkg`."""

from privkg.cli import main

main()
