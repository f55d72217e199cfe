import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import enReport from "@locale/en/report.json";
import { parseAst } from "rolldown/parseAst";
import { describe, expect, it } from "vitest";
import { catalogues } from "../src/workbench/words/catalogues";

const SRC = new URL("../src", import.meta.url).pathname;
/** Texts that are the same in every language: signs, the names of formats, the product's own name. */
const SAME_EVERYWHERE = /^[^\p{L}]*$|^(CSV|Excel|Parquet|JSON|Shuke|熟客|EN|中文|API|R|F|M)$/u;
/** Attributes that a reader sees or hears. */
const READ = new Set([
  "title",
  "label",
  "alt",
  "placeholder",
  "aria-label",
  "description",
  "extra",
  "lead",
  "text",
]);

interface Node {
  type: string;
  [name: string]: unknown;
}

function files(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".tsx"))
    .map((name) => join(folder, name));
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && typeof (value as Node).type === "string";
}

/** Every text that stands in the markup itself instead of in a catalogue. */
function literals(node: Node): string[] {
  const found: string[] = [];
  if (node.type === "JSXText") found.push(String(node.value).trim());
  if (node.type === "JSXAttribute" && READ.has(nameOf(node)))
    found.push(textOf(node.value as Node | null).trim());
  if (node.type === "JSXExpressionContainer") found.push(textOf(node.expression as Node).trim());
  for (const value of Object.values(node))
    for (const child of Array.isArray(value) ? value : [value])
      if (isNode(child)) found.push(...literals(child));
  return found.filter((text) => !SAME_EVERYWHERE.test(text));
}

function nameOf(node: Node): string {
  return String((node.name as Node).name);
}

/** The text of a literal, and of what a template or a choice between two puts in its place. */
function textOf(node: Node | null): string {
  if (node?.type === "Literal" && typeof node.value === "string") return node.value;
  if (node?.type === "TemplateLiteral")
    return (node.quasis as { value: { raw: string } }[]).map(({ value }) => value.raw).join(" ");
  return "";
}

/** A class name, a type of a button and the like are no texts: only children of an element are read. */
function childLiterals(code: string): string[] {
  const program = parseAst(code, { lang: "tsx" }) as unknown as Node;
  return literals(withoutAttributes(program));
}

function withoutAttributes(node: Node): Node {
  const copy: Node = { type: node.type };
  for (const [name, value] of Object.entries(node)) {
    if (name === "attributes" && Array.isArray(value))
      copy[name] = value
        .filter((one) => isNode(one) && one.type === "JSXAttribute" && READ.has(nameOf(one)))
        .map(clean);
    else if (Array.isArray(value))
      copy[name] = value.map((one) => (isNode(one) ? withoutAttributes(one) : one));
    else copy[name] = isNode(value) ? withoutAttributes(value) : value;
  }
  return copy;
}

const clean = (node: unknown) => (isNode(node) ? withoutAttributes(node) : node);

function flat(tree: object, prefix = ""): [string, string][] {
  return Object.entries(tree).flatMap(([name, value]): [string, string][] =>
    typeof value === "string" ? [[prefix + name, value]] : flat(value, `${prefix}${name}.`),
  );
}

/** The keys that the code asks for by name; those it puts together are covered by their family. */
function asked(code: string): string[] {
  return [...code.matchAll(/\bt\(\s*"([\w.]+)"/g)].map((match) => match[1] ?? "");
}

describe("the words of the workbench", () => {
  const { en, zh } = catalogues();
  const [english, chinese] = [new Map(flat(en)), new Map(flat(zh))];

  it("are the same keys in both languages", () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it("are Chinese in Chinese: no English sentence was left standing", () => {
    const left = [...chinese].filter(([key, text]) => english.get(key) === text && /[a-z]{3}/i.test(text));
    expect(left.map(([key]) => key)).toEqual(["workbench.language.en"]);
  });

  it("hold no Chinese in English", () => {
    const left = [...english].filter(([, text]) => /\p{Script=Han}/u.test(text));
    expect(left.map(([key]) => key).sort()).toEqual([
      "workbench.language.zh",
      "workbench.shell.other_language",
    ]);
  });

  it("hold every key that a page asks for", () => {
    const known = new Set([
      ...[...english.keys()].map((key) => key.slice(key.indexOf(".") + 1)),
      ...flat(enReport).map(([key]) => key),
    ]);
    const missing = files(join(SRC, "workbench")).flatMap((path) =>
      asked(readFileSync(path, "utf8"))
        .filter((key) => !known.has(key))
        .map((key) => `${path}: ${key}`),
    );
    expect(missing).toEqual([]);
  });
});

describe("no page holds a text of its own", () => {
  it.each(files(SRC).map((path) => [path.slice(SRC.length)]))("%s", (path) => {
    expect(childLiterals(readFileSync(join(SRC, path), "utf8"))).toEqual([]);
  });

  it("would find one", () => {
    const found = childLiterals(
      'const a = <p title="Hello there" className="x y">Good day {"and night"} {`so`}</p>;',
    );
    expect(found).toEqual(["Hello there", "Good day", "and night", "so"]);
  });
});
