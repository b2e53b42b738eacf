import { MantineProvider } from "@mantine/core";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, createEvent, fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { forgetTokens } from "../../api/client";
import { RecordForm } from "../../record/RecordForm";
import { column, source, table } from "../exampleTable";
import { loadInputs } from "../lazyInput";

const PATH = "0b6e0c4e-6f5e-4f9a-9b2f-0f8f6f0a7c11/mug.png";
const products = table("products", [
  column({ name: "id", type: "integer", identity: "by_default", default: { kind: "sequence", value: null } }),
  column({ name: "name", nullable: true }),
  column({ name: "photo", nullable: true, file: { accept: ["image/*"], most_bytes: 5_000_000 } }),
]);
const mug = () => new File(["pixels"], "mug.png", { type: "image/png" });

/** The browser's part of sending a file, which a test lets go on. */
class Sending {
  static last: Sending;
  upload: { onprogress?: (event: { loaded: number; total: number }) => void } = {};
  onload?: () => void;
  onabort?: () => void;
  status = 0;
  responseText = "";
  body: FormData | null = null;
  open() {
    Sending.last = this;
  }
  setRequestHeader() {}
  send(body: FormData) {
    this.body = body;
  }
  abort() {
    this.onabort?.();
  }
  answer(status: number, body: object) {
    this.status = status;
    this.responseText = JSON.stringify(body);
    this.onload?.();
  }
}

let created: unknown[];

beforeAll(async () => void (await loadInputs()));

beforeEach(() => {
  forgetTokens();
  created = [];
  vi.stubGlobal("XMLHttpRequest", Sending);
  vi.stubGlobal("fetch", async (url: string, options: RequestInit) => {
    if (url.includes("user_tokens")) return Response.json({ token: "jut_1", expires_s: 600 });
    created.push(JSON.parse(String(options.body)));
    return Response.json({ id: 1 }, { status: 201 });
  });
  URL.createObjectURL = () => "blob:mug";
});

// The other stubs are the next file's too.
const { XMLHttpRequest: own } = globalThis;
afterEach(() => void vi.stubGlobal("XMLHttpRequest", own));

function show() {
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient()}>
        <RecordForm source={source(products)} onSaved={() => undefined} onCancel={() => undefined} />
      </QueryClientProvider>
    </MantineProvider>,
  );
  return userEvent.setup();
}

async function paste(...files: File[]) {
  const button = screen.getByRole("button", { name: /^Photo:/ });
  const event = createEvent.paste(button);
  Object.assign(event, { clipboardData: { files } });
  await act(async () => void fireEvent(button, event));
}

const sent = { uploaded_path: PATH, name: "mug.png", type: "image/png", size: 6 };
const create = () => screen.getByRole("button", { name: "Create" });

it("takes a pasted picture, and keeps what is typed while it is sent", async () => {
  const user = show();
  await paste(mug());
  expect(screen.getByText("mug.png")).toBeInTheDocument();
  act(() => Sending.last.upload.onprogress?.({ loaded: 3, total: 6 }));
  expect(screen.getByText("50 %")).toBeInTheDocument();
  await user.type(screen.getByRole("textbox", { name: "Name" }), "Mug");
  await user.click(create());
  expect(screen.getByText(/Wait until the file is uploaded/)).toBeInTheDocument();
  expect(created).toEqual([]);
  await act(async () => Sending.last.answer(201, sent));
  expect(await screen.findByAltText("Preview of mug.png")).toHaveAttribute("src", "blob:mug");
  await user.click(create());
  expect(created).toEqual([{ name: "Mug", photo: PATH }]);
  expect([...(Sending.last.body?.keys() ?? [])]).toEqual(["table", "column", "file"]);
});

it("gives up what is cancelled, and the row stays as it was", async () => {
  const user = show();
  await paste(mug());
  await user.click(screen.getByRole("button", { name: "Photo: Cancel" }));
  expect(screen.getByRole("button", { name: "Photo: Choose a file…" })).toHaveFocus();
  await user.click(create());
  expect(created).toEqual([{}]);
});

it("says why the bridge took nothing, and offers to try again what may pass", async () => {
  show();
  await paste(mug(), mug());
  expect(screen.getByRole("alert")).toHaveTextContent("This field takes one file.");
  await paste(mug());
  await act(async () => Sending.last.answer(422, { code: "file_type_refused", status: 422, title: "", detail: "" }));
  expect(screen.getByRole("alert")).toHaveTextContent("mug.png does not fit. This field takes: Pictures.");
  expect(screen.queryByRole("button", { name: "Try again" })).toBeNull();
  await paste(mug());
  await act(async () =>
    Sending.last.answer(503, { code: "storage_unavailable", status: 503, title: "", detail: "Full." }),
  );
  expect(screen.getByRole("alert")).toHaveTextContent("Full.");
  expect(screen.getByRole("button", { name: "Try again" })).toBeInTheDocument();
});
