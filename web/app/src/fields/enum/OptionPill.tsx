import { Pill } from "../../ui/Pill";
import { optionTitle } from "./optionTitle";

export function OptionPill({ option }: { option: string }) {
  return <Pill value={option} label={optionTitle(option)} />;
}
