/** Eight cubes in space, looked at from anywhere: pure geometry, no drawing. */
export interface View {
  /** Degrees around the vertical axis. */
  turn: number;
  /** Degrees above the ground. */
  tilt: number;
}
export interface Point {
  x: number;
  y: number;
}
export interface Face {
  points: Point[];
  /** How much darker than the top: 0 is not at all. */
  shade: number;
}
export interface Cube {
  /** 1 or 0 for the better or worse side of each axis. */
  corner: readonly [number, number, number];
  centre: Point;
  faces: Face[];
}
/** One axis along an outer edge, from its low to its high end; the third one stands upright. */
export interface Edge {
  axis: number;
  low: Point;
  high: Point;
}

type Vector = readonly [number, number, number];

export const START: View = { turn: 22, tilt: 25 };
export const TILT = { least: 8, most: 38 };
/** So far apart and so small that from the start no cube hides the figures of another. */
const DISTANCE = 1.2;
const HALF = 0.5;
const EDGE = 1.95;
/** Nothing of the picture is farther from its middle, whatever the view. */
export const REACH = { side: 2.45, top: 2.85, bottom: 3.2 };

const CORNERS = [0, 1].flatMap((x) => [0, 1].flatMap((y) => [0, 1].map((z) => [x, y, z] as const)));

/** Return the cubes from the farthest to the nearest, each with the faces that are seen. */
export function cubes(view: View): Cube[] {
  const look = camera(view);
  return CORNERS.map((corner) => {
    const centre = corner.map((side) => (side ? DISTANCE : -DISTANCE)) as unknown as Vector;
    return { corner, middle: centre, depth: dot(centre, look.eye) };
  })
    .sort((left, right) => left.depth - right.depth)
    .map(({ corner, middle }) => ({
      corner,
      centre: look.project(middle),
      faces: faces(middle, look),
    }));
}

/** Return the three axes along the edges that are nearest to the reader, the vertical one at the left. */
export function edges(view: View): Edge[] {
  const look = camera(view);
  const front = (value: number) => (value >= 0 ? EDGE : -EDGE);
  const [towardX, towardY] = [front(look.eye[0]), front(look.eye[1])];
  const uprights = [-EDGE, EDGE].flatMap((x) => [-EDGE, EDGE].map((y) => [x, y] as const));
  const leftmost = uprights.reduce((best, one) =>
    look.project([one[0], one[1], 0]).x < look.project([best[0], best[1], 0]).x ? one : best,
  );
  const ends: [Vector, Vector][] = [
    [
      [-DISTANCE - HALF, towardY, -EDGE],
      [DISTANCE + HALF, towardY, -EDGE],
    ],
    [
      [towardX, -DISTANCE - HALF, -EDGE],
      [towardX, DISTANCE + HALF, -EDGE],
    ],
    [
      [leftmost[0], leftmost[1], -DISTANCE - HALF],
      [leftmost[0], leftmost[1], DISTANCE + HALF],
    ],
  ];
  return ends.map(([from, to], axis) => ({ axis, low: look.project(from), high: look.project(to) }));
}

function faces(middle: Vector, look: Camera): Face[] {
  const found: Face[] = [];
  for (const axis of [0, 1, 2]) {
    const toward = (look.eye[axis] ?? 0) >= 0 ? 1 : -1;
    const [one, other] = [(axis + 1) % 3, (axis + 2) % 3];
    const ring = [
      [-1, -1],
      [1, -1],
      [1, 1],
      [-1, 1],
    ].map(([first, second]) => {
      const point = [...middle] as [number, number, number];
      point[axis] = (middle[axis] ?? 0) + toward * HALF;
      point[one] = (middle[one] ?? 0) + (first ?? 0) * HALF;
      point[other] = (middle[other] ?? 0) + (second ?? 0) * HALF;
      return look.project(point);
    });
    found.push({ points: ring, shade: axis === 2 ? 0 : axis === 0 ? 0.1 : 0.2 });
  }
  return found;
}

interface Camera {
  eye: Vector;
  project: (point: Vector) => Point;
}

function camera({ turn, tilt }: View): Camera {
  const [a, b] = [(turn * Math.PI) / 180, (tilt * Math.PI) / 180];
  const eye: Vector = [Math.sin(a) * Math.cos(b), Math.cos(a) * Math.cos(b), Math.sin(b)];
  const right: Vector = [Math.cos(a), -Math.sin(a), 0];
  const up: Vector = [-Math.sin(a) * Math.sin(b), -Math.cos(a) * Math.sin(b), Math.cos(b)];
  return { eye, project: (point) => ({ x: dot(point, right), y: -dot(point, up) }) };
}

function dot(left: Vector, right: Vector): number {
  return left[0] * right[0] + left[1] * right[1] + left[2] * right[2];
}
