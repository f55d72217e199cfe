type Rgb = readonly [number, number, number];

/** Return the colour at `position` (0 to 1) on a scale of evenly spaced "#rrggbb" stops. */
export function colourAt(ramp: readonly string[], position: number): string {
  const place = Math.min(1, Math.max(0, position)) * (ramp.length - 1);
  const index = Math.min(ramp.length - 2, Math.floor(place));
  const [from, to] = [rgb(ramp[index] ?? "#000000"), rgb(ramp[index + 1] ?? ramp[index] ?? "#000000")];
  const mixed = from.map((start, channel) => start + ((to[channel] ?? start) - start) * (place - index));
  return `#${mixed.map((value) => Math.round(value).toString(16).padStart(2, "0")).join("")}`;
}

/**
 * Return black or white ink, whichever stands out more against `background`.
 *
 * Pure black, because only with it one of the two reaches a contrast of 4.5 on every background.
 */
export function inkOn(background: string): string {
  const light = luminance(rgb(background));
  return (light + 0.05) / 0.05 > 1.05 / (light + 0.05) ? "#000000" : "#ffffff";
}

/** Return one step of the scale per band, the best (first) strongest, so that neighbours can be told apart. */
export function steps(ramp: readonly string[], count: number): string[] {
  return Array.from({ length: count }, (_, index) =>
    colourAt(ramp, count < 2 ? 0.75 : 0.95 - (0.67 * index) / (count - 1)),
  );
}

function rgb(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

/** Relative luminance as WCAG defines it. */
function luminance(colour: Rgb): number {
  const [red, green, blue] = colour.map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0);
}
