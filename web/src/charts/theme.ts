/** The colours a chart may use. SVG attributes cannot follow CSS variables through ECharts, so both themes stand here. */
export interface ChartTheme {
  ink: string;
  muted: string;
  line: string;
  surface: string;
  accent: string;
  accentSoft: string;
  neutral: string;
  mark: string;
  band: string;
  /** Sequential scale from little to much: one hue whose lightness alone tells the order, so it needs no colour vision. */
  ramp: readonly string[];
}

export const LIGHT: ChartTheme = {
  ink: "#17202e",
  muted: "#5a6677",
  line: "#dfe4ea",
  surface: "#ffffff",
  accent: "#1d5fb4",
  accentSoft: "#d6e4f6",
  neutral: "#93a1b3",
  mark: "#b4530a",
  band: "rgba(23, 32, 46, 0.045)",
  ramp: ["#edf3fb", "#c6dbf1", "#8fb9e3", "#4f8fcd", "#1d5fb4", "#0d3b78"],
};

export const DARK: ChartTheme = {
  ink: "#e8edf4",
  muted: "#9aa7b8",
  line: "#2c3745",
  surface: "#18202b",
  accent: "#6aa9f2",
  accentSoft: "#1f3a5c",
  neutral: "#6c7a8d",
  mark: "#f0a35e",
  band: "rgba(232, 237, 244, 0.05)",
  ramp: ["#1c2a3b", "#1d3f68", "#22609f", "#3d86d1", "#79b3f2", "#c3e0ff"],
};

/** What a chart is drawn into: its width in pixels and its colours. Options are a pure function of data and frame. */
export interface Frame {
  width: number;
  theme: ChartTheme;
}

export const FONT =
  'system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif';
export const SMALL = 12;
