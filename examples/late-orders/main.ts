/** Orders that were paid more than a week ago and have not left yet, and a button that says of one that it has. */
import { ApiError, and, createBridge, where } from "@jetway/core";
import type { paths } from "./jetway";

const LATE = and(where("status", "eq", "paid"), where("placed_at", "lt", "@today-7d"));

const form = the(HTMLFormElement, "form");
const table = the(HTMLTableElement, "table");
const status = the(HTMLElement, "[role=status]");

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const { url, token } = Object.fromEntries(new FormData(form));
  const orders = ordersOf(String(url), String(token));
  void told(async () => {
    const page = await orders.list({ filter: LATE, order: ["placed_at"], expand: ["customer"], perPage: 20 });
    table.hidden = false;
    table.tBodies[0]?.replaceChildren(...page.results.map((order) => line(orders, order)));
    return `${page.results.length} of ${page.count} late orders`;
  });
});

type Orders = ReturnType<typeof ordersOf>;
type Order = Awaited<ReturnType<Orders["get"]>>;

function ordersOf(url: string, token: string) {
  return createBridge<paths>({ url, token }).table("orders");
}

function line(orders: Orders, order: Order): HTMLTableRowElement {
  const row = document.createElement("tr");
  for (const text of [order.number, order.customer?.name ?? "", `${order.total} ${order.currency}`]) {
    row.insertCell().textContent = text;
  }
  const button = document.createElement("button");
  button.textContent = "Has left";
  button.setAttribute("aria-label", `Has left: ${order.number}`);
  button.addEventListener("click", () =>
    told(async () => {
      // Only while it is still paid: somebody may have been faster.
      await orders.update(order.id, { status: "shipped" }, { was: order });
      row.remove();
      return `${order.number} has left`;
    }),
  );
  row.insertCell().append(button);
  return row;
}

/** Does it, and says what came of it. */
async function told(work: () => Promise<string>): Promise<void> {
  status.textContent = "…";
  status.textContent = await work().catch((error: unknown) => {
    if (error instanceof ApiError) return error.message;
    throw error;
  });
}

function the<One extends Element>(kind: new () => One, selector: string): One {
  const found = document.querySelector(selector);
  if (found instanceof kind) return found;
  throw new Error(`The page has no ${selector}`);
}
