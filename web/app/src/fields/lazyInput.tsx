/** Inputs come after the cells: a list is there to be read first. */
import { Skeleton } from "@mantine/core";
import {
  type ComponentType,
  type FocusEvent,
  type KeyboardEvent,
  type RefObject,
  Suspense,
  use,
  useEffect,
  useRef,
} from "react";
import type { InputProps } from "./field";
import styles from "./parts/input.module.css";

type Inputs = typeof import("./inputs");

let loading: Promise<Inputs> | undefined;

/** Fetches the inputs, unless they are here; where that fails, the next try asks again. */
export function loadInputs(): Promise<Inputs> {
  loading ??= import("./inputs").then(
    (inputs) => {
      // So React takes what is here at once, without a first look at the promise.
      if (loading) Object.assign(loading, { status: "fulfilled", value: inputs });
      return inputs;
    },
    (error: unknown) => {
      loading = undefined;
      throw error;
    },
  );
  return loading;
}

/** What was typed into a cell before its input was there. `end`: the key that ended it, Enter or Tab. */
interface Typed {
  text: string | null;
  end: string | null;
}

type TypedRef = RefObject<Typed>;

/** The input of that name, as soon as it is here. What is typed into a cell meanwhile is where the input begins. */
export function lazyInput(name: keyof Inputs): ComponentType<InputProps> {
  return function LazyInput(props: InputProps) {
    const typed = useRef<Typed>({ text: null, end: null });
    const waiting = props.inline ? <TypedAhead {...props} typed={typed} /> : <Skeleton height={34} />;
    return (
      <Suspense fallback={waiting}>
        <Loaded {...props} name={name} typed={typed} />
      </Suspense>
    );
  };
}

function Loaded({ name, typed, ...props }: InputProps & { name: keyof Inputs; typed: TypedRef }) {
  // Asked each time: React draws what had to wait once more, and loses its place where the wait is left out.
  const Input = use(loadInputs())[name];
  const { id, inline } = props;
  useEffect(() => {
    const key = typed.current.end;
    typed.current.end = null;
    // To the input, it is pressed now: it alone knows what the key does to what was typed.
    if (key) document.getElementById(id)?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  }, [id, typed]);
  return <Input {...props} inline={inline && { ...inline, typed: typed.current.text ?? inline.typed }} />;
}

/** Keeps what is typed for the input that is on its way. */
function TypedAhead({ inline, id, context, typed }: InputProps & { typed: TypedRef }) {
  const start = inline?.typed ?? "";
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== "Escape") event.stopPropagation();
    if (typed.current.end) event.preventDefault();
    if (event.key !== "Enter" && event.key !== "Tab") return;
    event.preventDefault();
    typed.current.end ??= event.key;
  };
  return (
    <input
      id={id}
      className={styles.inline}
      aria-label={context.title}
      defaultValue={start}
      onChange={(event) => {
        typed.current.text = event.target.value;
      }}
      onFocus={(event: FocusEvent<HTMLInputElement>) => event.target.setSelectionRange(start.length, start.length)}
      onKeyDown={onKeyDown}
      // biome-ignore lint/a11y/noAutofocus: the person has just asked to edit this cell
      autoFocus
    />
  );
}
