import { expect, test } from "vitest";
import type { PageEntry } from "../src/workbench/routes";
import { isGroup, isHere, menuOf, target } from "../src/workbench/shell/menu";

const entry = (id: string, group?: "watch") =>
  ({ id, path: `/${id}`, icon: "i", ...(group ? { group } : {}) }) as unknown as PageEntry;
const names = (entries: readonly PageEntry[]) =>
  menuOf(entries).map((item) => (isGroup(item) ? [item.group, ...item.pages.map(({ id }) => id)] : item.id));

test("pages of one group stand together where the first of them stands", () => {
  const entries = [entry("a"), entry("teams", "watch"), entry("b"), entry("goals", "watch")];
  expect(names(entries)).toEqual(["a", ["watch", "teams", "goals"], "b"]);
});

test("a group of which a reader may see one page is that page", () => {
  expect(names([entry("a"), entry("teams", "watch")])).toEqual(["a", "teams"]);
});

test("a page with parts is open at any of them, and the first page at its own address alone", () => {
  expect(isHere({ path: "/settings/:tab?" }, "/settings/users")).toBe(true);
  expect(isHere({ path: "/" }, "/settings")).toBe(false);
  expect(target({ path: "/settings/:tab?" })).toBe("/settings");
});
