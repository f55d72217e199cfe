import { expect, it } from "vitest";
import { monthsOf } from "../src/forecast/months";

const labels = { bought: "bought", expected: "expected", range: "range", write: (text: string) => text };

const month = (first: string, purchases: string, most: string) => ({
  first,
  last: first,
  purchases,
  purchases_low: purchases,
  purchases_high: most,
  revenue: "1.00",
  revenue_low: "1.00",
  revenue_high: "2.00",
  purchases_as_last_time: most,
  revenue_as_last_time: "2.00",
});

const prediction = {
  behind: [
    { month: "2024-11", purchases: 40, revenue: "400.00" },
    { month: "2024-12", purchases: 12, revenue: "120.00" },
  ],
  ahead: [month("2024-12-16", "9.5", "11.00"), month("2025-01-01", "20.0", "25.00")],
};

it("puts the months behind and ahead in one row; the one under way has a part of each", () => {
  const months = monthsOf(prediction, "purchases", labels);
  expect(months.map((one) => [one.month, one.bought, one.expected, one.high])).toEqual([
    ["2024-11", 40, null, null],
    ["2024-12", 12, 9.5, 11],
    ["2025-01", null, 20, 25],
  ]);
  expect(months[1]?.tip.rows).toEqual([
    ["bought", "12"],
    ["expected", "9.5"],
    ["range", "9.5 – 11.00"],
  ]);
});
