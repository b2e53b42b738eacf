import type { Parsed } from "../field";

/** What the database gives and takes for the type, as it stands. */
export const parseText = (text: string): Parsed => ({ value: text === "" ? null : text });
