// Writes over the types which description they were made of, so that a test can tell when they are stale.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";

const types = new URL("../src/workbench/api/schema.d.ts", import.meta.url);
const described = readFileSync(new URL("../openapi.json", import.meta.url), "utf8");
// The version of the product changes without the interface.
const lasting = described.replace(/"version": "[^"]*"/, "");
const hash = createHash("sha256").update(lasting).digest("hex");
writeFileSync(types, `// of ${hash}\n${readFileSync(types, "utf8")}`);
