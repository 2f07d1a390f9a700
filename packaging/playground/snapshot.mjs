// Writes a snapshot of Python's memory in which dslint is imported and warm:
//   node snapshot.mjs PYODIDE_FOLDER PACKAGES_ZIP EXAMPLES_JSON OUT
// and prints, as JSON, the folder that the packages lie in and the size of the memory.

import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const [pyodide, packages, examples, out] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(resolve(pyodide, "pyodide.mjs")).href);
const python = await loadPyodide({ _makeSnapshot: true });
const folder = python.runPython("import sysconfig; sysconfig.get_path('purelib')");
python.unpackArchive(new Uint8Array(readFileSync(packages)), "zip", { extractDir: folder });
python.runPython(`
import json
from dslint import playground

given = json.loads(${JSON.stringify(readFileSync(examples, "utf8"))})
for manifests in given["manifests"].values():
    for profile in ("recommended", "all"):
        question = {"manifests": manifests, "nodes": given["nodes"], "kubernetes": "", "profile": profile}
        for function in (playground.lint, playground.plan, playground.describe_all, playground.fix):
            function(json.dumps(question))
del given, manifests, profile, question, function
import gc
gc.collect()
None
`);
const snapshot = python.makeMemorySnapshot();
writeFileSync(out, gzipSync(snapshot, { level: 9 }));
console.log(JSON.stringify({ folder, memory: snapshot.length }));
