"""5 · Canned questions: parameters, answers, and the evidence for each row of an answer."""
