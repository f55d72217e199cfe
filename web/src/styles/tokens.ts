import text from "./tokens.css?raw";

export type Tokens = Readonly<Record<string, string>>;

/** Return the custom properties of the rule for `selector`, without their dashes: `accent` is "#1d5fb4". */
function declared(selector: string): Record<string, string> {
  const start = text.indexOf(`${selector} {`);
  if (start < 0) throw new Error(`tokens.css has no rule for ${selector}`);
  const rule = text.slice(start, text.indexOf("}", start));
  return Object.fromEntries(
    [...rule.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name = "", value = ""]) => [
      name,
      value.replaceAll(/\s+/g, " ").trim(),
    ]),
  );
}

/** The tokens of the style sheet, for code that cannot follow CSS variables; the sheet stays their only source. */
export const LIGHT_TOKENS: Tokens = declared(":root");
export const DARK_TOKENS: Tokens = { ...LIGHT_TOKENS, ...declared(':root[data-theme="dark"]') };
