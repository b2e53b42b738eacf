import { Combobox, Input, ScrollArea, useCombobox } from "@mantine/core";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { InlineProps } from "../field";
import inputStyles from "./input.module.css";
import styles from "./picker.module.css";

export interface Choice {
  id: string;
  /** What the input shows once it is chosen. */
  title: string;
  body: ReactNode;
}

interface PickerProps {
  id: string;
  label: string;
  choices: Choice[];
  /** The chosen one; null where there is none. */
  chosen: { id: string; title: string } | null;
  search: string;
  onSearch: (search: string) => void;
  onPick: (id: string | null) => void;
  nullable: boolean;
  loading?: boolean;
  /** Instead of the choices: why there are none. */
  message?: ReactNode;
  left?: ReactNode;
  inline?: InlineProps;
  error?: boolean;
  disabled?: boolean;
  required?: boolean;
  placeholder?: string;
  describedBy?: string;
  onBlur?: () => void;
}

const NONE = "none";
const choiceId = (id: string) => `choice:${id}`;

/** A text input that searches and a list to choose from: arrows, Enter, Esc; in a form and in a grid cell. */
export function Picker(props: PickerProps) {
  const { choices, chosen, search, onSearch, inline } = props;
  const { t } = useTranslation();
  const [searching, setSearching] = useState(Boolean(inline));
  const over = useRef(false);
  const combobox = useCombobox({
    defaultOpened: Boolean(inline),
    onDropdownClose: () => combobox.resetSelectedOption(),
  });
  const marked = choices.map((choice) => choice.id).join("\n");

  // The mark in the list lives in the DOM: it goes to the first hit, or to the value that is chosen now.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the store is new in each render; what it marks is not
  useEffect(() => {
    if (!combobox.dropdownOpened) return;
    if (search || !combobox.selectActiveOption()) combobox.selectFirstOption();
  }, [marked, search, combobox.dropdownOpened]);

  const stop = () => {
    setSearching(false);
    onSearch("");
    combobox.closeDropdown();
  };
  const pick = (picked: string) => {
    over.current = true;
    props.onPick(picked === NONE ? null : picked.slice(choiceId("").length));
    if (!inline) {
      over.current = false;
      stop();
    }
  };
  const leave = () => {
    props.onBlur?.();
    if (inline && !over.current) inline.onCancel();
    over.current = true;
    if (!inline) {
      over.current = false;
      stop();
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Escape" && (inline || combobox.dropdownOpened)) {
      event.stopPropagation();
      over.current = Boolean(inline);
      if (inline) inline.onCancel();
      else stop();
    } else if (event.key === "Tab" && combobox.dropdownOpened && search) combobox.clickSelectedOption();
    else if (inline && event.key !== "Tab") event.stopPropagation();
    else if (event.key === "Enter" && combobox.dropdownOpened && !event.ctrlKey && !event.metaKey)
      event.preventDefault();
  };

  const input = {
    id: props.id,
    value: searching ? search : (chosen?.title ?? ""),
    onKeyDown,
    onBlur: leave,
    onChange: (event: { currentTarget: HTMLInputElement }) => {
      setSearching(true);
      onSearch(event.currentTarget.value);
      combobox.openDropdown();
    },
    onClick: () => combobox.openDropdown(),
    disabled: props.disabled,
    autoComplete: "off",
    spellCheck: false,
    placeholder: searching ? (chosen?.title ?? "") : props.placeholder,
    "aria-describedby": props.describedBy,
  };

  return (
    <Combobox store={combobox} onOptionSubmit={pick} position="bottom-start" middlewares={{ flip: true, shift: true }}>
      <Combobox.Target>
        {inline ? (
          <input
            {...input}
            className={inputStyles.inline}
            aria-label={props.label}
            // biome-ignore lint/a11y/noAutofocus: the person has just asked to edit this cell
            autoFocus
          />
        ) : (
          <Input
            {...input}
            classNames={{ input: inputStyles.control }}
            error={props.error}
            required={props.required}
            pointer={!searching}
            leftSection={searching ? undefined : props.left}
            leftSectionPointerEvents="none"
            rightSection={
              props.nullable && chosen && !props.disabled ? (
                <Combobox.ClearButton onClear={() => props.onPick(null)} aria-label={t("fields.clear")} />
              ) : (
                <Combobox.Chevron />
              )
            }
            rightSectionPointerEvents={props.nullable && chosen ? "all" : "none"}
          />
        )}
      </Combobox.Target>
      <Combobox.Dropdown className={styles.dropdown} miw={200}>
        <Combobox.Options aria-label={props.label} aria-busy={props.loading}>
          <ScrollArea.Autosize mah={280} type="scroll">
            {choices.map((choice) => (
              <Combobox.Option key={choice.id} value={choiceId(choice.id)} active={choice.id === chosen?.id}>
                {choice.body}
              </Combobox.Option>
            ))}
            {props.nullable && !search && (
              <Combobox.Option value={NONE} active={!chosen} className={styles.none}>
                {t("fields.noValue")}
              </Combobox.Option>
            )}
          </ScrollArea.Autosize>
          {choices.length === 0 && <Combobox.Empty>{props.message ?? t("fields.nothingFound")}</Combobox.Empty>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
