import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import { useState } from "react";
import { pageOf, standsOn, supplier } from "../../core/tests/page.js";
import { createHooks } from "../src/index.js";

const { BridgeProvider, useRows, useInfiniteRows, useTotal, useCreateRow, useUpdateRow, useDeleteRow } = createHooks();

function Suppliers({ country }: { country: string }) {
  const [page, setPage] = useState(1);
  const { filter, ...shown } = pageOf(country, page);
  const { data } = useRows("suppliers", { filter, ...shown });
  const inFaro = useTotal("suppliers", {
    func: "count",
    filter: { and: [filter, { column: "city", op: "eq", value: "Faro" }] },
  });
  const update = useUpdateRow("suppliers");
  const remove = useDeleteRow("suppliers");
  return (
    <>
      <p>{data?.count} suppliers</p>
      <p>{inFaro.data} in Faro</p>
      <ul aria-label="Page">
        {data?.results.map(({ id, name, city }) => (
          <li key={String(id)}>
            <span>{`${name}, ${city}`}</span>
            <button type="button" onClick={() => update.mutate({ key: Number(id), values: { city: "Porto" } })}>
              Move
            </button>
            <button type="button" onClick={() => remove.mutate({ key: Number(id) })}>
              Delete
            </button>
          </li>
        ))}
      </ul>
      <button type="button" onClick={() => setPage(page + 1)}>
        Next
      </button>
    </>
  );
}

function NewSupplier({ country }: { country: string }) {
  const [name, setName] = useState("");
  const { mutate, error } = useCreateRow("suppliers");
  return (
    <>
      <input aria-label="Name" value={name} onChange={(event) => setName(event.target.value)} />
      <button type="button" onClick={() => mutate({ values: supplier(name, country) })}>
        Add
      </button>
      {error?.problem.errors?.map(({ pointer, detail }) => (
        <p role="alert" key={pointer}>{`${pointer}: ${detail}`}</p>
      ))}
    </>
  );
}

function Everyone({ country }: { country: string }) {
  const { filter, order, perPage } = pageOf(country, 1);
  const { data, hasNextPage, fetchNextPage } = useInfiniteRows("suppliers", { filter, order, perPage });
  return (
    <>
      <ul aria-label="All">
        {data?.pages.flatMap(({ results }) => results.map((row) => <li key={String(row.id)}>{String(row.name)}</li>))}
      </ul>
      {hasNextPage && (
        <button type="button" onClick={() => fetchNextPage()}>
          More
        </button>
      )}
    </>
  );
}

standsOn("R1", (bridge, country) => {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <BridgeProvider bridge={bridge}>
        <Suppliers country={country} />
        <NewSupplier country={country} />
        <Everyone country={country} />
      </BridgeProvider>
    </QueryClientProvider>,
  );
});
