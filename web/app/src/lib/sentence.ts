/** What a server says of a value, as it stands by itself: "is taken already" → "Is taken already". */
export const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
