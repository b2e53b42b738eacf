import { Combobox, Input, useCombobox } from "@mantine/core";
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { InlineProps } from "../field";
import inputStyles from "./input.module.css";
import { type Choice, PickerList, pickedId } from "./PickerList";

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
  /** Below the choices: what they were found among. */
  footnote?: ReactNode;
  left?: ReactNode;
  inline?: InlineProps;
  error?: boolean;
  disabled?: boolean;
  required?: boolean;
  placeholder?: string;
  describedBy?: string;
  onBlur?: () => void;
}

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
    props.onPick(pickedId(picked));
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
    // What is typed searches; it does not continue the name that is shown.
    onFocus: (event: { currentTarget: HTMLInputElement }) => !searching && event.currentTarget.select(),
    onClick: (event: { currentTarget: HTMLInputElement }) => {
      if (!searching) event.currentTarget.select();
      combobox.openDropdown();
    },
    disabled: props.disabled,
    autoComplete: "off",
    spellCheck: false,
    placeholder: searching ? (chosen?.title ?? "") : props.placeholder,
  };

  return (
    <Combobox store={combobox} onOptionSubmit={pick} position="bottom-start" middlewares={{ flip: true, shift: true }}>
      <Combobox.Target withExpandedAttribute>
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
            attributes={{ input: { "aria-describedby": props.describedBy } }}
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
      <PickerList
        label={props.label}
        choices={choices}
        chosen={chosen?.id ?? null}
        withNone={props.nullable && !search}
        loading={props.loading}
        message={props.message}
        footnote={props.footnote}
      />
    </Combobox>
  );
}
