import enReport from "@locale/en/report.json";
import zhReport from "@locale/zh/report.json";
import { expect, it } from "vitest";
import { translator } from "../src/i18n/setup";

function flat(tree: object, prefix = ""): [string, string][] {
  return Object.entries(tree).flatMap(([name, value]): [string, string][] =>
    typeof value === "string" ? [[prefix + name, value]] : flat(value, `${prefix}${name}.`),
  );
}

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

it("says the same things in both languages, with the same figures in them", () => {
  const [english, chinese] = [new Map(flat(enReport)), new Map(flat(zhReport))];
  expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
  for (const [key, text] of english)
    expect([key, placeholders(chinese.get(key) ?? "")]).toEqual([key, placeholders(text)]);
});

it("says of one what is said of one", () => {
  const { t } = translator("en");
  const told = ["0", "1", "1,001"].map((customers) => t("strategy.heads", { customers }));
  expect(told).toEqual(["0 customers", "1 customer", "1,001 customers"]);
});
