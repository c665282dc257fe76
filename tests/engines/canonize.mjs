// Reads N-Quads from standard input and writes their RDFC-1.0 canonical form.
import { text } from "node:stream/consumers";
import { canonize } from "rdf-canonize";

const options = { algorithm: "RDFC-1.0", inputFormat: "application/n-quads" };
process.stdout.write(await canonize(await text(process.stdin), options));
