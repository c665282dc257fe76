"""A battery of broken inputs: whatever privkg is given, it ends with a code and a clear message.

`make fuzz` runs all of it; `python -m fuzz --kind page --only 17` repeats one input. Each input is made
of a good sample by a generator of random numbers that is seeded with the seed of the run, the kind and
the number, so that an input is the same each time. It needs Linux: inputs are tried in forked processes.
"""
