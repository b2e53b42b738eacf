import { useState } from "react";
import type { InputProps } from "../field";
import { Picker } from "../parts/Picker";
import { plainText } from "../plainText";
import { OptionPill } from "./OptionPill";
import { optionTitle } from "./optionTitle";

export function EnumInput(props: InputProps) {
  const { context, value, onChange, inline } = props;
  const { options, nullable } = context.column;
  const [search, setSearch] = useState(inline?.typed ?? "");
  const wanted = search.trim().toLowerCase();
  const found = options.filter((option) => `${option} ${optionTitle(option)}`.toLowerCase().includes(wanted));
  const current = plainText(value);
  // A value that is no option any more is still shown and kept.
  const known = current === "" || options.includes(current) || wanted ? found : [current, ...found];

  const pick = (option: string | null) => {
    onChange(option);
    inline?.onCommit(option);
  };

  return (
    <Picker
      {...props}
      label={context.title}
      choices={known.map((option) => ({
        id: option,
        title: optionTitle(option),
        body: <OptionPill option={option} />,
      }))}
      chosen={current === "" ? null : { id: current, title: optionTitle(current) }}
      search={search}
      onSearch={setSearch}
      onPick={pick}
      nullable={nullable}
      error={Boolean(props.error)}
    />
  );
}
