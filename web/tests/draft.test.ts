import { describe, expect, it } from "vitest";
import { begun, type Draft, percent, powerOf, total, wishOf } from "../src/workbench/pages/campaigns/draft";

const GROUND = {
  run: 3,
  scheme: "nested-125",
  as_of: "2024-12-31",
  customers: 1000,
  opted_out: 0,
  columns: [],
  default: ["r_score"],
  learned: [],
};

describe("exact amounts", () => {
  it("are added without a float", () => {
    expect(total(["0.30", "0.32"])).toBe("0.62");
    expect(total(["0.1", "0.2", "12"])).toBe("12.3");
    expect(total([])).toBe("0");
  });

  it("become percentages by moving the point", () => {
    expect(["0.5", "0.125", "1", "0", "0.07"].map(percent)).toEqual(["50", "12.5", "100", "0", "7"]);
  });
});

describe("a draft", () => {
  const draft: Draft = { ...begun("test", GROUND, undefined), name: " pilot ", sale: "70", margin: "50" };

  it("asks nothing before there is a cost", () => {
    expect(powerOf(draft, 3)).toBeNull();
    expect(powerOf({ ...draft, contact: [{ name: "print", amount: "0.62" }] }, 3)).toMatchObject({
      sample: 50,
      held_out: "10%",
      costs: { contact: { print: "0.62" }, margin: "50%" },
    });
  });

  it("sends amounts and shares as texts, and no line without an amount", () => {
    const lines = [
      { name: "print", amount: "0.62" },
      { name: "gift", amount: "" },
    ];
    expect(wishOf({ ...draft, contact: lines }, 3)).toMatchObject({
      name: "pilot",
      channel: "mail",
      costs: { contact: { print: "0.62" }, sale: "70", margin: "50%", returns: "0%" },
    });
  });
});
