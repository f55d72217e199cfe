import { describe, expect, it } from "vitest";
import {
  type Condition,
  pressed,
  readCondition,
  readQuestion,
  withCondition,
  writeCondition,
  writeQuestion,
} from "../src/workbench/pages/customers/question";

describe("a condition", () => {
  it.each([
    ["tier:in:A,B", { column: "tier", operation: "in", values: ["A", "B"] }],
    [
      'region:in:"Paris, France","say ""hi""",Lyon',
      { column: "region", operation: "in", values: ["Paris, France", 'say "hi"', "Lyon"] },
    ],
    ["monetary:between:10,20.5", { column: "monetary", operation: "between", values: ["10", "20.5"] }],
    ["name:contains:a:b,c", { column: "name", operation: "contains", values: ["a:b,c"] }],
    ["tier:null:true", { column: "tier", operation: "null", values: ["true"] }],
  ] as [string, Condition][])("is read from %s and written back", (text, condition) => {
    expect(readCondition(text)).toEqual(condition);
    expect(writeCondition(condition)).toBe(text);
  });

  it.each(["", "tier", "tier:A", ":eq:A", "tier:like:A"])("is none in %j", (text) => {
    expect(readCondition(text)).toBeNull();
  });
});

describe("a question", () => {
  const address =
    "run=3&search=li&where=tier%3Ain%3AA%2CB&where=monetary%3Age%3A10&sort=-monetary&columns=tier%2Cmonetary&size=100&page=4";

  it("is the same after it went through an address", () => {
    const params = new URLSearchParams(address);
    expect(writeQuestion(readQuestion(params), params).toString()).toBe(params.toString());
  });

  it("leaves out of the address what is usual", () => {
    expect(writeQuestion(readQuestion(new URLSearchParams("page=1&size=50&columns="))).toString()).toBe("");
  });

  it("falls back to what is usual where the address is broken", () => {
    expect(readQuestion(new URLSearchParams("page=-3&size=7&where=rubbish"))).toEqual({
      page: 1,
      size: 50,
      sort: [],
      search: "",
      where: [],
      columns: [],
    });
  });

  it("starts again at the first page when its filter changes, each condition at its place", () => {
    const question = readQuestion(new URLSearchParams(address));
    const changed = withCondition(question, "tier", { column: "tier", operation: "in", values: ["C"] });
    expect(changed.page).toBe(1);
    expect(changed.where.map((one) => one.column)).toEqual(["tier", "monetary"]);
    expect(withCondition(changed, "tier", null).where.map((one) => one.column)).toEqual(["monetary"]);
  });

  it("turns the order of a column round with every press, and lets go of it with the third", () => {
    const start = readQuestion(new URLSearchParams());
    const [one, two, three] = [start, start, start].map((_, times) =>
      Array.from({ length: times + 1 }).reduce(
        (question: typeof start) => pressed(question, "monetary", true),
        start,
      ),
    );
    expect([one?.sort, two?.sort, three?.sort]).toEqual([["-monetary"], ["monetary"], []]);
  });
});
