"""5 · Questions: their parameters, the rows that answer them, and the evidence behind each row."""
