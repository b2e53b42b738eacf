import { ApiError } from "@jetway/core";
import { expect, it } from "vitest";
import type { SourceKind } from "../../../api/sourceChanges";
import { wrongFields } from "./wrongFields";

const KIND: SourceKind = {
  kind: "postgresql",
  label: "PostgreSQL",
  options: [
    { name: "host", label: "Host", type: "text", required: true },
    { name: "ssh_key", label: "SSH private key", type: "secret", required: false },
  ],
};

function refused(...errors: { pointer: string; code: string; detail: string }[]): ApiError {
  return new ApiError({ type: "", title: "", status: 422, code: "invalid_input", detail: "", errors });
}

it("names the field before what is wrong with it, and tells a sentence as it is", () => {
  const error = refused(
    { pointer: "/options/host", code: "invalid_input", detail: "is needed" },
    { pointer: "/options/ssh_key", code: "invalid_input", detail: "The SSH private key has a passphrase." },
    { pointer: "/name", code: "invalid_input", detail: "is needed" },
  );
  expect(wrongFields(KIND, error, ((key: string) => key) as never)).toEqual({
    "options/host": "Host is needed",
    "options/ssh_key": "The SSH private key has a passphrase.",
    name: "sources.name is needed",
  });
});
