// Answers canonical N-Quads by RDFC-1.0 of the N-Quads on standard input.
import { text } from "node:stream/consumers";
import { canonize } from "rdf-canonize";

const options = { algorithm: "RDFC-1.0", inputFormat: "application/n-quads" };
process.stdout.write(await canonize(await text(process.stdin), options));
