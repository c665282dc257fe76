// Reads lines of JSON from standard input, each with `data` (the path of N-Triples, or the address of an
// endpoint) and `query`, and writes for each a line with the SPARQL results in JSON, or `{"error": …}`.
import { createInterface } from "node:readline";
import { QueryEngine } from "@comunica/query-sparql-file";

const engine = new QueryEngine();

async function answer({ data, query }) {
  const result = await engine.query(query, { sources: [data] });
  const { data: stream } = await engine.resultToString(result, "application/sparql-results+json");
  const pieces = [];
  for await (const piece of stream) pieces.push(piece);
  const { head, results } = JSON.parse(pieces.join("")); // it adds metadata, which no standard knows
  return { head, results: { bindings: results.bindings } };
}

for await (const line of createInterface({ input: process.stdin })) {
  const said = await answer(JSON.parse(line)).catch((error) => ({ error: String(error) }));
  console.log(JSON.stringify(said));
}
