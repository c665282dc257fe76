"""5 · Rules and SHACL shapes, what fixes a finding, and the reports of findings."""
