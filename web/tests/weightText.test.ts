import { describe, expect, it } from "vitest";
import type { Weight } from "../src/workbench/pages/schemes/shapes";
import { rebalanced, rewritten } from "../src/workbench/pages/schemes/weightText";

const TEXT = "title: 😀 rating\ncomposite: {weights: {r: 0.3, f: 0.3, m: 0.4}} # 😀";

function weight(name: string, value: string, total: "one" | "free" = "one"): Weight {
  const line = TEXT.split("\n")[1] ?? "";
  const column = line.indexOf(`${name}: ${value}`) + name.length + 3;
  return {
    of: "score",
    of_title: "Score",
    total,
    name,
    title: name,
    value,
    line: 2,
    column,
    length: value.length,
  };
}

const THREE = [weight("r", "0.3"), weight("f", "0.3"), weight("m", "0.4")];
const sum = (values: Map<string, string>) =>
  [...values.values()].reduce((total, value) => total + Math.round(Number(value) * 100), 0);

describe("weights", () => {
  it("share what is left in their old proportions and add up to one, wherever one slides", () => {
    expect(rebalanced(THREE, "m", "0.1")).toEqual(
      new Map([
        ["m", "0.1"],
        ["r", "0.45"],
        ["f", "0.45"],
      ]),
    );
    for (let at = 0; at <= 100; at += 1) {
      expect(sum(rebalanced(THREE, "r", String(at / 100)))).toBe(100);
    }
  });

  it("share evenly where the others have nothing", () => {
    const one = [weight("r", "1"), weight("f", "0"), weight("m", "0")];
    expect(rebalanced(one, "r", "0.5").get("f")).toBe("0.25");
  });

  it("stand alone where their total is free", () => {
    const free = [weight("r", "0.3", "free"), weight("f", "0.3", "free")];
    expect(rebalanced(free, "r", "2.5")).toEqual(new Map([["r", "2.5"]]));
  });

  it("change nothing of the text but their numbers", () => {
    const values = new Map([
      ["r", "0.05"],
      ["f", "0.15"],
      ["m", "0.8"],
    ]);
    expect(rewritten(TEXT, THREE, values)).toBe(
      "title: 😀 rating\ncomposite: {weights: {r: 0.05, f: 0.15, m: 0.8}} # 😀",
    );
  });
});
