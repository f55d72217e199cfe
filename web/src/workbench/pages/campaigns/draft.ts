import type { Sent } from "../import/upload";
import type { Campaign, Ground } from "./shapes";

export interface Line {
  name: string;
  amount: string;
}

export type Kind = "test" | "list";

/** What somebody is about to plan, as it is typed; shares are percentages. */
export interface Draft {
  kind: Kind;
  name: string;
  cells: string[];
  sale: string;
  margin: string;
  returns: string;
  contact: Line[];
  perSale: Line[];
  fixed: Line[];
  heldOut: string;
  seed: number;
  /** Of a test. */
  sample: string;
  offers: string[];
  channel: string;
  looks: number;
  expected: string;
  /** Of a list: offers with the net revenue of their sale, empty: that of the costs. */
  offerNet: Line[];
  channels: Line[];
  budget: string;
  most: string;
  objective: "money" | "people";
  restDays: string;
  /** The file of what to expect, if it is not what was learned. */
  expectations: Sent | null;
}

/** The usual beginning; where it starts from another campaign, with that one's costs, cells and offers. */
export function begun(kind: Kind, ground: Ground, from: Campaign | undefined): Draft {
  const usual: Draft = {
    kind,
    name: "",
    cells: ground.default,
    sale: "",
    margin: "100",
    returns: "0",
    contact: [{ name: "mail", amount: "" }],
    perSale: [],
    fixed: [],
    heldOut: "10",
    seed: 1,
    sample: String(Math.max(1, Math.min(ground.customers, Math.round(ground.customers / 20)))),
    offers: ["A"],
    channel: "mail",
    looks: 1,
    expected: "",
    offerNet: [{ name: "A", amount: "" }],
    channels: [{ name: "mail", amount: "" }],
    budget: "",
    most: "",
    objective: "money",
    restDays: "",
    expectations: null,
  };
  if (!from) return usual;
  const known = from.cells.every((name) => ground.columns.some((column) => column.name === name));
  const contact = linesOf(from.costs.contact);
  const perContact = total(contact.map(({ amount }) => amount));
  const channels = linesOf(from.channel_costs);
  return {
    ...usual,
    cells: known ? from.cells : usual.cells,
    sale: from.costs.sale,
    margin: percent(from.costs.margin),
    returns: percent(from.costs.returns),
    contact: contact.length > 0 ? contact : usual.contact,
    perSale: linesOf(from.costs.per_sale),
    fixed: linesOf(from.costs.fixed),
    offers: from.offers,
    channel: from.channels[0] ?? usual.channel,
    offerNet: from.offers.map((name) => ({ name, amount: from.offer_net[name] ?? "" })),
    channels: channels.length > 0 ? channels : from.channels.map((name) => ({ name, amount: perContact })),
  };
}

function linesOf(given: Record<string, string>): Line[] {
  return Object.entries(given).map(([name, amount]) => ({ name, amount }));
}

/** Add amounts exactly: in units of the finest of them. */
export function total(amounts: readonly string[]): string {
  const places = Math.max(0, ...amounts.map((one) => one.split(".")[1]?.length ?? 0));
  const sum = amounts.reduce((before, one) => {
    const [whole = "0", part = ""] = one.split(".");
    return before + BigInt(`${whole}${part.padEnd(places, "0")}`);
  }, 0n);
  const digits = sum.toString().padStart(places + 1, "0");
  return places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** Move the point of an exact share two places to the right: 0.5 is 50. */
export function percent(share: string): string {
  const [whole = "0", part = ""] = share.split(".");
  const digits = part.padEnd(2, "0");
  const rest = digits.slice(2).replace(/0+$/, "");
  const head = `${whole}${digits.slice(0, 2)}`.replace(/^0+(?=\d)/, "");
  return rest ? `${head}.${rest}` : head;
}

const AMOUNT = /^\d+(\.\d+)?$/;

function record(lines: readonly Line[]): Record<string, string> {
  return Object.fromEntries(
    lines
      .filter(({ name, amount }) => name.trim() && AMOUNT.test(amount))
      .map((one) => [one.name.trim(), one.amount]),
  );
}

function costsOf(draft: Draft) {
  return {
    contact: draft.kind === "test" ? record(draft.contact) : {},
    sale: draft.sale,
    margin: `${draft.margin || "100"}%`,
    returns: `${draft.returns || "0"}%`,
    per_sale: record(draft.perSale),
    fixed: record(draft.fixed),
  };
}

/** What is asked while somebody types; null while there is nothing to reckon with yet. */
export function powerOf(draft: Draft, run: number) {
  const costs = costsOf(draft);
  const lines = draft.kind === "test" ? costs.contact : record(draft.channels);
  if (!AMOUNT.test(draft.sale) || Object.keys(lines).length === 0) return null;
  const sample = Number(draft.sample);
  return {
    run,
    costs,
    sample: draft.kind === "test" && Number.isInteger(sample) && sample > 0 ? sample : null,
    cells: draft.cells,
    held_out: `${draft.heldOut || "0"}%`,
    expected: AMOUNT.test(draft.expected) && Number(draft.expected) > 0 ? `${draft.expected}%` : null,
    channels: draft.kind === "list" ? lines : {},
    budget: AMOUNT.test(draft.budget) ? draft.budget : null,
  };
}

/** What is sent in the end. */
export function wishOf(draft: Draft, run: number) {
  const common = {
    name: draft.name.trim(),
    run,
    costs: costsOf(draft),
    cells: draft.cells,
    held_out: `${draft.heldOut || "0"}%`,
    seed: draft.seed,
  };
  if (draft.kind === "test")
    return {
      ...common,
      sample: Number(draft.sample),
      offers: draft.offers,
      channel: draft.channel.trim() || "mail",
      looks: draft.looks,
      expected: AMOUNT.test(draft.expected) && Number(draft.expected) > 0 ? `${draft.expected}%` : null,
    };
  return {
    ...common,
    channels: record(draft.channels),
    offers: Object.fromEntries(
      draft.offerNet
        .filter(({ name }) => name.trim())
        .map(({ name, amount }) => [name.trim(), AMOUNT.test(amount) ? amount : null]),
    ),
    budget: AMOUNT.test(draft.budget) ? draft.budget : null,
    most: Number(draft.most) > 0 ? Number(draft.most) : null,
    objective: draft.objective,
    rest_days: draft.restDays === "" ? null : Number(draft.restDays),
    expected: draft.expectations?.id ?? null,
  };
}
