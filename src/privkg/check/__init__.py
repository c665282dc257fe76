"""5 · Checks of pages and graphs: rules, SHACL shapes, automatic fixes, and reports of findings."""
