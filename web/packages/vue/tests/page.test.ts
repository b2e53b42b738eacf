import { VueQueryPlugin } from "@tanstack/vue-query";
import { computed, createApp, defineComponent, h, ref } from "vue";
import { pageOf, standsOn, supplier } from "../../core/tests/page.js";
import { createComposables } from "../src/index.js";

const { BridgePlugin, useRows, useInfiniteRows, useTotal, useCreateRow, useUpdateRow, useDeleteRow } =
  createComposables();

const COUNTRY = "V1";
const button = (name: string, onClick: () => void) => h("button", { onClick }, name);

const Suppliers = defineComponent(() => {
  const page = ref(1);
  const options = computed(() => pageOf(COUNTRY, page.value));
  const { data } = useRows("suppliers", options);
  const inFaro = useTotal("suppliers", () => ({
    func: "count",
    filter: { and: [options.value.filter, { column: "city", op: "eq", value: "Faro" }] },
  }));
  const update = useUpdateRow("suppliers");
  const remove = useDeleteRow("suppliers");
  return () => [
    h("p", `${data.value?.count} suppliers`),
    h("p", `${inFaro.data.value} in Faro`),
    h(
      "ul",
      { "aria-label": "Page" },
      data.value?.results.map(({ id, name, city }) =>
        h("li", { key: Number(id) }, [
          h("span", `${name}, ${city}`),
          button("Move", () => update.mutate({ key: Number(id), values: { city: "Porto" } })),
          button("Delete", () => remove.mutate({ key: Number(id) })),
        ]),
      ),
    ),
    button("Next", () => {
      page.value += 1;
    }),
  ];
});

const NewSupplier = defineComponent(() => {
  const name = ref("");
  const { mutate, error } = useCreateRow("suppliers");
  const onInput = (event: Event) => {
    name.value = (event.target as HTMLInputElement).value;
  };
  return () => [
    h("input", { "aria-label": "Name", value: name.value, onInput }),
    button("Add", () => mutate({ values: supplier(name.value, COUNTRY) })),
    error.value?.problem.errors?.map(({ pointer, detail }) => h("p", { role: "alert" }, `${pointer}: ${detail}`)),
  ];
});

const Everyone = defineComponent(() => {
  const { filter, order, perPage } = pageOf(COUNTRY, 1);
  const { data, hasNextPage, fetchNextPage } = useInfiniteRows("suppliers", { filter, order, perPage });
  return () => [
    h(
      "ul",
      { "aria-label": "All" },
      data.value?.pages.flatMap(({ results }) =>
        results.map((row) => h("li", { key: Number(row.id) }, String(row.name))),
      ),
    ),
    hasNextPage.value ? button("More", () => fetchNextPage()) : null,
  ];
});

standsOn(COUNTRY, (bridge) => {
  const app = createApp(() => [h(Suppliers), h(NewSupplier), h(Everyone)]);
  app.use(VueQueryPlugin).use(BridgePlugin, bridge);
  app.mount(document.body.appendChild(document.createElement("div")));
});
