/** Keys by which a request is done once, however often it is sent: the same for the same values. */
export function onceKeys(): (values: unknown) => string {
  let of = "";
  let key = "";
  return (values) => {
    const sent = JSON.stringify(values);
    if (sent !== of || !key) {
      of = sent;
      key = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    }
    return key;
  };
}
