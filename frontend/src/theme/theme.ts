// The component library's theme, and the palette as CSS variables.
import { type CSSVariablesResolver, createTheme } from "@mantine/core";
import { palettes, type Scheme } from "./colors";

export const theme = createTheme({
  fontFamily: '"Inter Variable", system-ui, sans-serif',
  headings: { fontFamily: '"Inter Variable", system-ui, sans-serif', fontWeight: "620" },
  primaryColor: "iris",
  primaryShade: { light: 6, dark: 5 },
  cursorType: "pointer",
  defaultRadius: 6,
  colors: {
    iris: [
      "#f2f1fb",
      "#e2dff5",
      "#c6c1ea",
      "#a79df0",
      "#8579d6",
      "#685bc4",
      "#5548b0",
      "#473b98",
      "#3a307e",
      "#2d2566",
    ],
  },
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem" },
});

function variables(scheme: Scheme): Record<string, string> {
  const palette = palettes[scheme];
  const named = Object.entries(palette)
    .filter((entry): entry is [string, string] => typeof entry[1] === "string")
    .map(([name, color]) => [`--c-${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`, color]);
  const ramp = palette.depth.map((color, i) => [`--c-depth-${i + 1}`, color]);
  const surfaces =
    scheme === "light"
      ? {
          "--surface": "#ffffff",
          "--surface-raised": "#f6f6f3",
          "--hairline": "#e6e5e0",
          "--ink": "#1d2126",
          "--ink-soft": "#5d646c",
          "--shade": "0 0 24px rgb(20 30 40 / 8%)",
          "--good": "#1f7a4d",
          "--bad": "#b3261e",
          "--warn": "#8a5a00",
        }
      : {
          "--surface": "#15181b",
          "--surface-raised": "#1f2327",
          "--hairline": "#2b3035",
          "--ink": "#eceef0",
          "--ink-soft": "#a1a8b0",
          "--shade": "0 0 24px rgb(0 0 0 / 40%)",
          "--good": "#6cc495",
          "--bad": "#ff8f85",
          "--warn": "#e5b25a",
        };
  return {
    ...Object.fromEntries([...named, ...ramp]),
    ...surfaces,
    "--mantine-color-body": surfaces["--surface"],
    "--mantine-color-text": surfaces["--ink"],
    "--mantine-color-dimmed": surfaces["--ink-soft"],
    "--mantine-color-default-border": surfaces["--hairline"],
    "--mantine-color-placeholder": surfaces["--ink-soft"],
  };
}

export const resolveVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: variables("light"),
  dark: variables("dark"),
});
