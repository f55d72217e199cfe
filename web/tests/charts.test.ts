import { describe, expect, it } from "vitest";
import { cubes, edges, REACH, START, TILT } from "../src/charts/cube";
import { heatmap } from "../src/charts/heatmap";
import { histogram } from "../src/charts/histogram";
import { lorenz } from "../src/charts/lorenz";
import { profile, silhouette } from "../src/charts/profile";
import { pyramid } from "../src/charts/pyramid";
import { colourAt, inkOn } from "../src/charts/ramp";
import { DARK, LIGHT } from "../src/charts/theme";
import { formatter } from "../src/numbers/format";
import { pyramidRows } from "../src/report/pyramidRows";
import { group, money, recency } from "./sample";

const figures = formatter("en", null);
const name = (one: { name: string }) => one.name;
const WIDTHS = [280, 900];
const frames = WIDTHS.flatMap((width) => [LIGHT, DARK].map((theme) => ({ width, theme })));

/** Whatever the data, a number that is none would leave a hole in the picture. */
function expectSound(option: unknown) {
  expect(
    JSON.stringify(option, (_key, value) =>
      typeof value === "number" && !Number.isFinite(value) ? "broken" : value,
    ),
  ).not.toContain("broken");
}

describe("pyramid", () => {
  const titles = { leftTitle: "heads", rightTitle: "money" };

  it.each([
    ["no tier", []],
    [
      "a tier without customers or money",
      [group({ customers: 0, share: 0, monetary: "0", monetary_share: null, average: null })],
    ],
    [
      "a tier that cost more than it brought",
      [group({}), group({ name: "D", monetary: "-5.00", monetary_share: -0.5 })],
    ],
    ["thirty segments", Array.from({ length: 30 }, (_, index) => group({ name: `S${index}` }))],
  ])("draws %s", (_name, groups) => {
    for (const frame of frames)
      expectSound(pyramid({ rows: pyramidRows(groups, name, figures), ...titles }, frame));
  });

  it("measures both sides on one scale", () => {
    const rows = pyramidRows([group({ share: 0.2, monetary_share: 0.7 })], name, figures);
    const { xAxis } = pyramid({ rows, ...titles }, { width: 900, theme: LIGHT });
    const [left, right] = xAxis as { max: number }[];
    expect(left?.max).toBe(right?.max);
  });

  it("says a share that does not exist as a dash", () => {
    expect(pyramidRows([group({ monetary_share: null })], name, figures)[0]?.rightText[0]).toBe("–");
  });
});

describe("heat map", () => {
  const data = { rows: ["1"], columns: ["1"], rowTitle: "r", columnTitle: "f", low: "0", high: "1" };
  const cell = (value: number | null) => ({
    row: 0,
    column: 0,
    value,
    text: "",
    tip: { title: "", rows: [] },
  });

  it.each([
    ["no cell", []],
    ["one cell of nothing", [cell(null)]],
    ["one cell", [cell(5)]],
    ["negative cells", [cell(-5), cell(3)]],
  ])("draws %s", (_name, cells) => {
    for (const frame of frames) expectSound(heatmap({ ...data, cells }, frame));
  });

  it("keeps its texts readable on every colour of both scales", () => {
    for (const { ramp } of [LIGHT, DARK]) {
      expect(inkOn(colourAt(ramp, 0))).not.toBe(inkOn(colourAt(ramp, 1)));
    }
  });
});

describe("Lorenz curve", () => {
  const words = { xTitle: "", yTitle: "", equalText: "", percent: figures.share };

  it.each([
    [
      "without a mark",
      [
        [0, 0],
        [1, 1],
      ],
      null,
    ],
    [
      "with refunds that lift it above the whole",
      [
        [0, 0],
        [0.5, 1.2],
        [1, 1],
      ],
      { x: 0.3, y: 0.8, text: "" },
    ],
    [
      "of losses only",
      [
        [0, 0],
        [1, -1],
      ],
      null,
    ],
    ["of nobody", [], null],
  ] as const)("draws %s", (_name, points, mark) => {
    for (const frame of frames) expectSound(lorenz({ points, mark, ...words }, frame));
  });

  it("marks where classes end", () => {
    const cuts = [
      { x: 0.2, y: 0.8, text: "A" },
      { x: 0.9, y: 0.95, text: "B" },
    ];
    for (const frame of frames) {
      const option = lorenz({ points: [[0, 0]], mark: null, cuts, ...words }, frame);
      expectSound(option);
      expect(JSON.stringify(option)).toContain("0.95");
    }
  });

  it("has room for a curve above the whole", () => {
    const option = lorenz(
      {
        points: [
          [0, 0],
          [0.5, 1.3],
          [1, 1],
        ],
        mark: null,
        ...words,
      },
      { width: 600, theme: LIGHT },
    );
    expect((option.yAxis as { max: number }).max).toBeGreaterThan(1.3);
  });
});

describe("profile of clusters", () => {
  it.each([
    ["no cluster", []],
    ["one of one score", [{ name: "1", values: [0], texts: ["0"] }]],
    [
      "twenty",
      Array.from({ length: 20 }, (_, rank) => ({ name: `${rank}`, values: [1, -2], texts: ["1", "-2"] })),
    ],
  ])("draws %s", (_name, lines) => {
    for (const frame of frames) expectSound(profile(["r", "f"], lines, frame));
  });

  it("draws the silhouettes and marks the chosen number", () => {
    for (const frame of frames) {
      const drawn = JSON.stringify(
        silhouette(
          [
            [2, 0.4],
            [3, 0.5],
          ],
          3,
          { x: "", y: "" },
          frame,
        ),
      );
      expect(drawn).toContain(frame.theme.mark);
    }
  });
});

describe("cube", () => {
  const views = [
    START,
    { turn: 0, tilt: TILT.least },
    { turn: 135, tilt: TILT.most },
    { turn: -725.5, tilt: 20 },
  ];

  it.each(views)("has eight cubes of three faces, the farthest first, seen from %j", (view) => {
    const drawn = cubes(view);
    expect(new Set(drawn.map((cube) => cube.corner.join(""))).size).toBe(8);
    for (const cube of drawn) {
      expect(cube.faces).toHaveLength(3);
      for (const { x, y } of cube.faces.flatMap((face) => face.points)) {
        expect(Math.abs(x)).toBeLessThanOrEqual(REACH.side);
        expect(y).toBeGreaterThanOrEqual(-REACH.top);
        expect(y).toBeLessThanOrEqual(REACH.bottom);
      }
    }
    expect(edges(view).map((edge) => edge.axis)).toEqual([0, 1, 2]);
  });

  it("shows the best corner in front and above at the start", () => {
    const drawn = cubes(START);
    expect(drawn.at(-1)?.corner).toEqual([1, 1, 1]);
    expect(drawn[0]?.corner).toEqual([0, 0, 0]);
  });

  it("hides no cube's middle behind another at the start", () => {
    const drawn = cubes(START);
    drawn.forEach((cube, index) => {
      for (const nearer of drawn.slice(index + 1)) {
        const points = nearer.faces.flatMap((face) => face.points);
        const [xs, ys] = [points.map((point) => point.x), points.map((point) => point.y)];
        const inside =
          cube.centre.x > Math.min(...xs) &&
          cube.centre.x < Math.max(...xs) &&
          cube.centre.y > Math.min(...ys) &&
          cube.centre.y < Math.max(...ys);
        expect(inside).toBe(false);
      }
    });
  });
});

describe("histogram", () => {
  const words = { customers: "", count: figures.count, short: String, full: String };

  it.each([
    ["days", recency],
    ["money", money],
    ["no bins", { ...recency, bins: [] }],
    ["no breaks", { ...recency, breaks: [] }],
    ["one value only", { ...recency, bins: [{ from: "1", to: "1", customers: 1 }] }],
    ["bins without customers", { ...recency, bins: [{ from: "0", to: "9", customers: 0 }] }],
  ])("draws %s", (_name, distribution) => {
    for (const frame of frames) expectSound(histogram(distribution, words, frame));
  });
});
