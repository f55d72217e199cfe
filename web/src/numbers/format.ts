import type { Lang } from "../data/report";
import { abbreviated } from "./abbreviate";
import { parse, rescale } from "./decimal";

/** Writes figures as a reader of one language expects them, exactly: no digit passes through a float. */
export interface Formatter {
  /** A whole number of things, grouped. */
  count(value: number | null): string;
  /** The same in a few digits once it is too long for a card. */
  shortCount(value: number | null): string;
  /** Money to the cent with its currency sign. */
  money(text: string | null): string;
  /** Money in a few digits (万, 亿 or K, M), for charts and cards that show the exact figure elsewhere. */
  shortMoney(text: string | null): string;
  /** As short as it goes: cents that are zero are dropped too. */
  tightMoney(text: string | null): string;
  /** A share between 0 and 1 as a percentage with one digit. */
  share(value: number | null): string;
  /** A share somebody chose, such as 80 %: no digit after the point unless it has one. */
  target(value: number): string;
  /** A plain decimal, grouped, its own digits kept. */
  decimal(text: string | null): string;
  /** A value of a metric of this kind: money, or a plain number. */
  value(text: string | null, kind: string): string;
  shortValue(text: string | null, kind: string): string;
}

const MISSING = "–";
const MONEY_PLACES = 2;
const LONG_COUNT = 10_000_000;

/** Return the formatter for a language and a currency code; a code that is none, or null, writes bare numbers. */
export function formatter(lang: Lang, currency: string | null): Formatter {
  const locale = lang === "zh" ? "zh-CN" : "en-US";
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const percent = new Intl.NumberFormat(locale, {
    style: "percent",
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const target = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
  const sign = currencySign(locale, currency);
  const point =
    new Intl.NumberFormat(locale).formatToParts(0.5).find((part) => part.type === "decimal")?.value ?? ".";

  const exact = (text: string, places: number, before: string): string => {
    const value = parse(text);
    if (!value) return text;
    const units = rescale(value, places);
    const digits = (units < 0n ? -units : units).toString().padStart(places + 1, "0");
    const head = whole.format(BigInt(digits.slice(0, digits.length - places)));
    const tail = places > 0 ? point + digits.slice(-places) : "";
    return `${units < 0n ? "-" : ""}${before}${head}${tail}`;
  };
  const money = (text: string | null) => (text === null ? MISSING : exact(text, MONEY_PLACES, sign));
  const decimal = (text: string | null) =>
    text === null ? MISSING : exact(text, parse(text)?.scale ?? 0, "");
  const short = (text: string | null, before: string, otherwise: (text: string | null) => string) => {
    const brief = text === null ? null : abbreviated(text, lang);
    return brief
      ? exact(brief.digits, parse(brief.digits)?.scale ?? 0, before) + brief.unit
      : otherwise(text);
  };
  const noEmptyCents = (text: string | null) =>
    text !== null && isWhole(text) ? exact(text, 0, sign) : money(text);
  const tightMoney = (text: string | null) => short(text, sign, noEmptyCents);
  const count = (value: number | null) => (value === null ? MISSING : whole.format(value));
  const long = (value: number | null) => Math.abs(value ?? 0) >= LONG_COUNT;
  return {
    count,
    shortCount: (value) => (long(value) ? short(String(value), "", decimal) : count(value)),
    share: (value) => (value === null ? MISSING : percent.format(value)),
    target: (value) => target.format(value),
    money,
    shortMoney: (text) => short(text, sign, money),
    tightMoney,
    decimal,
    value: (text, kind) => (kind === "money" ? money(text) : decimal(text)),
    shortValue: (text, kind) => (kind === "money" ? tightMoney(text) : short(text, "", decimal)),
  };
}

function isWhole(text: string): boolean {
  const value = parse(text);
  return value !== null && value.units % 10n ** BigInt(value.scale) === 0n;
}

function currencySign(locale: string, currency: string | null): string {
  if (!currency) return "";
  try {
    const style = { style: "currency", currency, currencyDisplay: "narrowSymbol" } as const;
    const sign = new Intl.NumberFormat(locale, style)
      .formatToParts(0)
      .find((part) => part.type === "currency")?.value;
    return sign && /[A-Za-z]$/.test(sign) ? `${sign}\u00a0` : (sign ?? "");
  } catch {
    return `${currency}\u00a0`;
  }
}
