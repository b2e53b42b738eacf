/** What the keyboard calls its modifier: "⌘" on Apple's, else "Ctrl ". */
export const modifierKey = /mac|iphone|ipad/i.test(navigator.userAgent) ? "⌘" : "Ctrl ";
