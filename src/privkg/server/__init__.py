"""8 · HTTP: a built graph behind a read-only SPARQL endpoint.

```text
connection → guard → app ──→ clients ┬→ protocol ──┬ foreign → lane → worker
uvicorn      ASGI    routes  limits  │  queries    │           queue  a process that answers one request
                                     ├→ graph_store┘
                                     │  graphs
                                     ├→ gallery ──── answers → lane → worker
                                     │  questions    kept
                                     └→ site ─────── answers → lane → worker → site_worker
                                        pages, IRIs  kept
```

- `connection` limits the head of a request in bytes and seconds; `guard` checks a complete head, and
  limits the body. A handler sees only what both accept.
- `clients` limits what each client has in progress in a lane.
- `protocol` reads a request of the SPARQL 1.1 Protocol, `graph_store` one of the Graph Store Protocol,
  and `negotiation` its Accept field. None reads the query: tokenizing a long query takes a second and
  would block the event loop. `foreign` has them answered.
- `lazy_description` keeps the description of the endpoint, which a worker makes by `description` when
  it is first requested. `openapi` describes all addresses.
- `gallery` reads requests for canned questions. `answers` evaluates each once for all who request it,
  and keeps it as a document with a validator, by which `documents` answers conditional requests.
- `site` reads requests for files of the site, for IRIs of resources and for searches. `site_worker`
  makes the files from the templates of `privkg publish`, and `lazy_files` keeps those that need the
  whole dataset. `once` is what it and `lazy_description` extend, and
  `downloads` sends such a file or a part of it.
- `lane` has some workers and a bounded queue before them. Questions, queries of clients and pages have
  one each, so that none holds up another. A worker is killed and replaced if the deadline has
  passed, if its client has left, or if its answer was not read to the end.
- `worker` is the process: it checks the query, evaluates it and writes the answer; `messages` are what
  it is sent and replies. `workers` starts such processes: by fork from `zygote`, which has imported
  everything, or by an interpreter for each where fork is not safe. `facts_in_memory` starts those that
  share the facts in memory, when they are loaded.
- `problems` turns every error into a problem document (RFC 9457).
- `generation` is a generation of a graph with its lanes and its answers. `newest` opens each that a
  build makes, and has later requests answered from it; the former ends with its last request.
- `exchange` reports each request with its response when it has ended; `streaming` sends a large one in
  parts. `metrics` counts and measures them, and what lanes and answers do; `access_log` writes a line
  for each.
- `run` serves the newest generation of a graph until it is stopped.
"""
