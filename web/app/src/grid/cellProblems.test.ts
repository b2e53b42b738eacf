import { ApiError } from "@jetway/core";
import { expect, it } from "vitest";
import type { Problem } from "../api/types";
import { refusalText } from "./cellProblems";

const refusal = (errors?: Problem["errors"]) =>
  new ApiError({ type: "", title: "Refused", status: 422, code: "invalid", detail: "2 values are wrong", errors });

it("says what the server says about the column", () => {
  const error = refusal([
    { pointer: "/status", code: "enum", detail: "is not one of the options" },
    { pointer: "#/total", code: "range", detail: "Must be 0 or more" },
  ]);
  expect(refusalText(error, "status")).toBe("Is not one of the options");
  expect(refusalText(error, "total")).toBe("Must be 0 or more");
  expect(refusalText(error, "city")).toBe("2 values are wrong");
});

it("takes the only reason there is, else the detail", () => {
  expect(refusalText(refusal([{ pointer: "", code: "check", detail: "Violates total_positive" }]), "total")).toBe(
    "Violates total_positive",
  );
  expect(refusalText(refusal(), "total")).toBe("2 values are wrong");
  expect(refusalText(new Error("boom"), "total")).toBe("boom");
});
