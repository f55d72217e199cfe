import { type ThemeConfig, theme } from "antd";
import { DARK_TOKENS, LIGHT_TOKENS } from "../styles/tokens";

/** Return the look of the ready-made components, out of the same tokens that the report is drawn with. */
export function themeOf(dark: boolean): ThemeConfig {
  const tokens = dark ? DARK_TOKENS : LIGHT_TOKENS;
  const of = (name: string) => tokens[name] ?? "";
  return {
    algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: of("accent"),
      colorInfo: of("accent"),
      colorLink: of("accent"),
      colorSuccess: of("good"),
      colorError: of("bad"),
      colorWarning: of("mark"),
      colorBgLayout: of("page"),
      colorBgContainer: of("surface"),
      colorBgElevated: dark ? of("raised") : of("surface"),
      colorText: of("ink"),
      colorTextSecondary: of("muted"),
      colorTextTertiary: of("muted"),
      colorTextDescription: of("muted"),
      colorTextPlaceholder: of("muted"),
      colorTextHeading: of("ink"),
      colorBorder: of("line"),
      colorBorderSecondary: of("line"),
      colorSplit: of("line"),
      fontFamily: of("font"),
      fontSize: 14,
      borderRadius: 8,
      controlHeight: 34,
      motionDurationMid: "0.15s",
    },
    components: {
      // On the pale accent of the dark theme white letters could not be read.
      Button: {
        primaryColor: dark ? of("page") : of("surface"),
        primaryShadow: "none",
        // The paler colour that is usual under a pointer would be too pale for its letters.
        colorPrimaryHover: of("accent"),
        defaultShadow: "none",
      },
      Table: { headerBg: of("raised"), headerColor: of("muted"), rowHoverBg: of("raised") },
      Segmented: {
        trackBg: of("raised"),
        itemSelectedBg: of("accent-soft"),
        itemSelectedColor: of("accent"),
      },
      // The handle must be seen on any ground, and how far it was slid.
      Slider: {
        railBg: of("line"),
        railHoverBg: of("line"),
        trackBg: of("accent"),
        trackHoverBg: of("accent"),
        handleColor: of("accent"),
        handleActiveColor: of("accent"),
      },
      // The empty box itself must be seen.
      Checkbox: { colorBorder: of("muted") },
      Radio: { colorBorder: of("muted") },
      // On the brown that is made of its own colour a warning's small letters could not be read.
      Tag: { defaultBg: of("raised"), defaultColor: of("ink"), colorWarningBg: of("raised") },
    },
  };
}
