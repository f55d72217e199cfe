import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const PACKAGE = /^(.*\/node_modules\/((?:@[^/]+\/)?[^/]+))\//;
const NOTICE_FILE = /^(licen[cs]e|notice)/i;

/** Return the licence and notice texts of every package among `modules`: they must go wherever the code goes. */
export function notices(modules: readonly string[]): string {
  const found = new Map<string, string>();
  for (const module of modules) {
    const [, folder, name] = PACKAGE.exec(module.replaceAll("\\", "/")) ?? [];
    if (folder && name) found.set(name, folder);
  }
  return [...found]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, folder]) => `${name}\n\n${textsIn(folder)}`)
    .join(`\n\n${"=".repeat(72)}\n\n`);
}

function textsIn(folder: string): string {
  const places = [folder, join(folder, "licenses")].filter((place) => existsSync(place));
  const files = places.flatMap((place) =>
    readdirSync(place, { withFileTypes: true })
      .filter((entry) => entry.isFile() && NOTICE_FILE.test(entry.name))
      .map((entry) => join(place, entry.name)),
  );
  if (files.length === 0) return declared(folder);
  return files.map((file) => readFileSync(file, "utf8").trim()).join("\n\n");
}

/** A package that carries no text of its own still says under what it is given, by whom, and where it comes from. */
function declared(folder: string): string {
  const told = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  if (typeof told.license !== "string") throw new Error(`no licence in ${folder}`);
  const author = typeof told.author === "string" ? told.author : told.author?.name;
  const source = typeof told.repository === "string" ? told.repository : told.repository?.url;
  return [`Licence: ${told.license}`, author && `Author: ${author}`, source && `Source: ${source}`]
    .filter(Boolean)
    .join("\n");
}
