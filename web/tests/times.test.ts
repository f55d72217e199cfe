import { expect, it } from "vitest";
import { rounded } from "../src/numbers/decimal";
import { times } from "../src/workbench/pages/customers/times";

it("moves the point of a decimal without a float", () => {
  expect(times("22.5", -2)).toBe("0.225");
  expect(times("0.225", 2)).toBe("22.5");
  expect(times("0.07", 2)).toBe("7");
  expect(times("100", -2)).toBe("1");
  expect(times("5", 0)).toBe("5");
  expect(times("none", 2)).toBe("none");
});

it("writes no more digits than are asked for", () => {
  expect(rounded("3.492452", 2)).toBe("3.49");
  expect(rounded("-0.005", 2)).toBe("-0.01");
  expect(rounded("7", 2)).toBe("7");
});
