import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from "@mantine/core";

const iris: MantineColorsTuple = [
  "#eef0ff",
  "#dfe2ff",
  "#bcc2fd",
  "#98a1fa",
  "#7882f3",
  "#5560e8",
  "#4b58e3",
  "#3d49c6",
  "#323ca6",
  "#272f85",
];

/** Mantine's greys with the tint of ours, so that what we do not style fits in. */
const gray: MantineColorsTuple = [
  "#f7f8fb",
  "#f1f3f8",
  "#e5e8f1",
  "#d9dce6",
  "#c3c8d6",
  "#9aa1b4",
  "#737b90",
  "#565f74",
  "#343b4d",
  "#171b28",
];
const dark: MantineColorsTuple = [
  "#e6e8ef",
  "#b9bfce",
  "#98a0b4",
  "#6a7285",
  "#2b3140",
  "#232938",
  "#161a23",
  "#11141b",
  "#0c0e13",
  "#080a0e",
];

/** Sizes and colours come from `tokens.css`; here only what Mantine must know in numbers. */
export const theme = createTheme({
  primaryColor: "iris",
  primaryShade: { light: 6, dark: 5 },
  colors: { iris, gray, dark },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "'JetBrains Mono Variable', ui-monospace, monospace",
  headings: { fontFamily: "'Inter Variable', system-ui, sans-serif", fontWeight: "600" },
  fontSizes: { xs: "12px", sm: "13px", md: "13px", lg: "16px", xl: "24px" },
  spacing: { xs: "6px", sm: "10px", md: "14px", lg: "20px", xl: "28px" },
  radius: { xs: "3px", sm: "5px", md: "7px", lg: "10px", xl: "14px" },
  defaultRadius: "md",
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: "sm" } },
    ActionIcon: { defaultProps: { variant: "subtle", color: "gray", size: "md" } },
    Tooltip: { defaultProps: { openDelay: 400, withArrow: false, transitionProps: { duration: 100 } } },
    Popover: { defaultProps: { shadow: "md", transitionProps: { duration: 100 } } },
    // Without it a menu holds an element that is no menu item, which screen readers stumble over.
    Menu: {
      defaultProps: { shadow: "md", transitionProps: { duration: 100 }, withInitialFocusPlaceholder: false },
    },
    Modal: {
      defaultProps: { transitionProps: { duration: 120 }, overlayProps: { backgroundOpacity: 0.25 }, centered: true },
    },
    Drawer: { defaultProps: { transitionProps: { duration: 120 }, overlayProps: { backgroundOpacity: 0.18 } } },
  },
});

/** Mantine's own variables say the same as our tokens, so that its components need no further styling. */
export const cssVariablesResolver: CSSVariablesResolver = () => {
  const shared = {
    "--mantine-color-body": "var(--surface)",
    "--mantine-color-text": "var(--ink)",
    "--mantine-color-dimmed": "var(--ink-2)",
    "--mantine-color-placeholder": "var(--ink-2)",
    "--mantine-color-default": "var(--raised)",
    "--mantine-color-default-hover": "var(--hover)",
    "--mantine-color-default-color": "var(--ink)",
    "--mantine-color-default-border": "var(--line)",
    "--mantine-color-anchor": "var(--accent)",
    "--mantine-color-bright": "var(--ink)",
    "--mantine-color-error": "var(--danger)",
  };
  return { variables: {}, light: shared, dark: shared };
};
