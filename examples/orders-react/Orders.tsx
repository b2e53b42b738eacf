/** Orders of one status: searched, by pages, each with a number that can be changed, and an endpoint beside them. */
import { where } from "@jetway/core";
import { createHooks } from "@jetway/react";
import { keepPreviousData } from "@tanstack/react-query";
import { useState } from "react";
import type { paths } from "./jetway";

const { BridgeProvider, useRows, useUpdateRow, useEndpoint } = createHooks<paths>();
export { BridgeProvider };

const STATUSES = ["draft", "pending", "paid", "shipped", "refunded", "failed"];

export function Orders() {
  const [status, setStatus] = useState("paid");
  const [search, setSearch] = useState("");
  const [page, setPage] = useState(1);
  const { data, error } = useRows(
    "orders",
    {
      filter: where("status", "eq", status),
      search,
      order: ["-placed_at"],
      select: ["id", "number", "total", "customer.name"],
      page,
      perPage: 10,
    },
    { placeholderData: keepPreviousData },
  );
  const show = (set: (value: string) => void, value: string) => {
    set(value);
    setPage(1);
  };
  const oldest = useEndpoint("late-orders", { status }, { perPage: 3 });
  return (
    <>
      <nav>
        <label>
          Status
          <select value={status} onChange={(event) => show(setStatus, event.target.value)}>
            {STATUSES.map((one) => (
              <option key={one}>{one}</option>
            ))}
          </select>
        </label>
        <label>
          Search
          <input type="search" value={search} onChange={(event) => show(setSearch, event.target.value)} />
        </label>
      </nav>
      {error && <p role="alert">{error.message}</p>}
      <ul aria-label="Orders">
        {data?.results.map(({ id, number, customer, total }) => (
          <Order key={`${id} ${number}`} id={id} number={number} of={`${customer?.name}, ${total}`} />
        ))}
      </ul>
      <nav>
        <button type="button" disabled={page === 1} onClick={() => setPage(page - 1)}>
          Previous
        </button>
        <span role="status">{data?.count} orders</span>
        <button type="button" disabled={!data?.has_more} onClick={() => setPage(page + 1)}>
          Next
        </button>
      </nav>
      <h2>The oldest</h2>
      {oldest.error && <p role="alert">{oldest.error.message}</p>}
      <ul aria-label="The oldest">
        {oldest.data?.results.map((order) => (
          <li key={order.id}>{order.number}</li>
        ))}
      </ul>
    </>
  );
}

/** A number that is taken is refused, and the refusal stands beside it. */
function Order({ id, number, of }: { id: number | string; number: string; of: string }) {
  const { mutate, error, isPending } = useUpdateRow("orders");
  const save = (form: FormData) =>
    mutate({ key: id, values: { number: String(form.get("number")) }, was: { number } });
  return (
    <li>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save(new FormData(event.currentTarget));
        }}
      >
        <input name="number" aria-label={`Number of ${number}`} defaultValue={number} />
        <span>{of}</span>
        <button disabled={isPending}>Save</button>
      </form>
      {error && <p role="alert">{error.problem.errors?.[0]?.detail ?? error.message}</p>}
    </li>
  );
}
