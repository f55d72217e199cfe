import { describe, expect, it } from "vitest";
import { approximate, neighbour, parse, rescale, same, sum } from "../src/numbers/decimal";

describe("decimal text", () => {
  it.each([
    ["1.005", 2, 101n],
    ["-1.005", 2, -101n],
    ["-0.004", 2, 0n],
    ["2.5", 0, 3n],
    ["12345678901234567890.12", 2, 1234567890123456789012n],
    ["7", 4, 70000n],
  ])("rounds %s to %i places half away from zero", (text, places, units) => {
    const value = parse(text);
    expect(value && rescale(value, places)).toBe(units);
  });

  it.each(["", "-", ".", "1e5", "12O.5", "NaN", "1,000"])("does not take %j for a number", (text) => {
    expect(parse(text)).toBeNull();
  });

  it("sums without losing a cent where floats would", () => {
    expect(sum(["0.1", "0.2", "-0.30"])).toBe("0.00");
    expect(sum(["9007199254740993.01", "0.01"])).toBe("9007199254740993.02");
    expect(sum([])).toBe("0");
    expect(sum(["1.50", null])).toBe("1.50");
  });

  it("compares by value, not by spelling", () => {
    expect(same("1.5", "1.5000")).toBe(true);
    expect(same("-0.00", "0")).toBe(true);
    expect(same("1.5", "1.51")).toBe(false);
  });

  it("steps to the neighbouring whole number", () => {
    expect(neighbour("30", 1)).toBe("31");
    expect(neighbour("0", -1)).toBe("-1");
  });

  it("places what is no number at zero", () => {
    expect(approximate(null)).toBe(0);
    expect(approximate("x")).toBe(0);
  });
});
