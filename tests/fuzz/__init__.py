"""Fuzzing: for any broken input privkg ends with a defined exit code and a clear message.

`make fuzz` tries all inputs; `python -m fuzz --kind page --only 17` repeats one. Each input is made from
a valid sample by a random generator that is seeded with the seed of the run, the kind and the number, so
that an input is the same each time. It needs Linux: inputs are tried in forked processes.
"""
