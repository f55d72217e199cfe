import { expect, it } from "vitest";
import { everyMonth } from "../src/charts/months";

it("names every month between two, those of other years too", () => {
  expect(everyMonth("2023-11", "2024-02")).toEqual(["2023-11", "2023-12", "2024-01", "2024-02"]);
});

it("names one month alone", () => {
  expect(everyMonth("2024-06", "2024-06")).toEqual(["2024-06"]);
});

it("names none where there is none", () => {
  expect(everyMonth("9999-01", "")).toEqual([]);
});
