import { VisuallyHidden } from "@mantine/core";
import { useTranslation } from "react-i18next";
import styles from "./sources.module.css";

/** Told apart also side by side; each has a name in the texts. */
const COLOURS = {
  blue: "#1c7ed6",
  teal: "#0c8599",
  green: "#2f9e44",
  yellow: "#f08c00",
  red: "#e03131",
  pink: "#d6336c",
  violet: "#7048e8",
  grey: "#868e96",
};

/** A small dot in the menu says of which source a table is. */
export function ColourPicker({ value, onChange }: { value: string; onChange: (colour: string) => void }) {
  const { t } = useTranslation();
  const known = Object.entries(COLOURS).map(([name, colour]) => ({ colour, title: t(`sources.colours.${name}`) }));
  const own = value !== "" && !known.some(({ colour }) => colour === value);
  const choices = [
    { colour: "", title: t("sources.colours.none") },
    ...known,
    ...(own ? [{ colour: value, title: value }] : []),
  ];
  return (
    <fieldset className={styles.colours}>
      <legend>{t("sources.colour")}</legend>
      {choices.map(({ colour, title }) => (
        <label key={colour} className={styles.colour} title={title}>
          <input type="radio" name="colour" checked={value === colour} onChange={() => onChange(colour)} />
          <span style={{ background: colour || undefined }} />
          <VisuallyHidden>{title}</VisuallyHidden>
        </label>
      ))}
    </fieldset>
  );
}
